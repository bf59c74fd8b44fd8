"""Validate and build: accepted rows to their fates and core, core to features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.bucket_runner import every_bucket
from flows.bucket_work import BUILD, SETTLE
from flows.feature_steps import feature_steps
from flows.gating import hold_to_promises
from flows.quality_page import show_quality
from flows.run import Run, StepOutcome
from triggerscape.contract.core import CORE
from triggerscape.contract.features import FEATURES
from triggerscape.contract.sites import SITE_CALENDAR
from triggerscape.warehouse.designs.therapy_days import undelivered_sentences
from triggerscape.warehouse.ledger import ledger
from triggerscape.warehouse.ledger.delivery_rules import settle_deliveries, settle_key_variants
from triggerscape.warehouse.ledger.row_fates import fate_sentences, quarantine_variants, row_fates
from triggerscape.warehouse.reference.tables import make_reference, make_site_reference
from triggerscape.warehouse.sites.site_calendar import build_site_calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.warehouse.build.step import Built


def validate(run: Run) -> StepOutcome:
    """Bring core up to date and prove that no row was lost on the way."""
    with run.open_build() as build:
        warnings = settle_deliveries(build)
        settle_key_variants(build, run.lake, run.buckets)
    built = every_bucket(run, SETTLE)
    with run.open_build() as build:
        files = ledger.settle_accounts(build, run.lake)
        rows_in, accepted, refused, duplicates = build.execute(
            "SELECT coalesce(sum(rows_in), 0), coalesce(sum(rows_accepted), 0), "
            "coalesce(sum(rows_quarantined), 0), coalesce(sum(rows_duplicate), 0) "
            "FROM ledger.row_account"
        ).fetchall()[0]
        quarantine_variants(build, run.lake)
        fates = row_fates(build, run.lake)
    show_quality(run)
    warnings += hold_to_promises(run, CORE)
    warnings += fate_sentences(fates)
    gone = sum(fate.taken_back + fate.left_out for fate in fates)
    return StepOutcome(
        "validate",
        "warning" if warnings else "ok",
        int(rows_in),
        int(accepted),
        int(refused),
        f"{files} files add up, {duplicates} duplicates, {gone} taken back; {_rebuilt(built)}",
        tuple(warnings),
    )


def build(run: Run) -> StepOutcome:
    """Bring features and the site calendar up to date."""
    built = every_bucket(run, BUILD)
    blocks = _write_site_calendar(run)
    warnings = hold_to_promises(run, (*FEATURES, SITE_CALENDAR))
    with run.open_build() as opened:
        warnings += undelivered_sentences(opened, run.lake, _expecting_therapies(run))
    days = run.lake.rows("features.diary_spine")
    out = sum(run.lake.rows(step.name) for step in feature_steps(run))
    result = "warning" if warnings else "ok"
    told = f"{_rebuilt(built)}; {len(blocks)} blocks of the site calendar rebuilt"
    return StepOutcome("build", result, days, out, 0, told, tuple(warnings))


def _write_site_calendar(run: Run) -> list[str]:
    southern = {code: profile.is_southern for code, profile in run.profiles.items()}
    with run.connect() as con:
        make_reference(con, run.settings)
        make_site_reference(con, southern)
        return build_site_calendar(con, run.lake, run.settings)


def _expecting_therapies(run: Run) -> list[str]:
    return [
        code for code, profile in run.profiles.items() if "therapy" in profile.expected.contracts
    ]


def _rebuilt(built: Sequence[Built]) -> str:
    return f"{sum(one.was_built for one in built)} of {len(built)} table parts rebuilt"
