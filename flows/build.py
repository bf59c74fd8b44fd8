"""Validate and build: accepted rows to history and core, core to features and designs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.gating import hold_to_promises
from flows.quality_page import show_quality
from flows.run import Run, StepOutcome
from triggerscape.contract.catalogue import INPUTS, TABLES
from triggerscape.contract.core import CORE, history_table
from triggerscape.contract.features import FEATURES
from triggerscape.delivery.versions import history_sql
from triggerscape.warehouse import ledger
from triggerscape.warehouse.building import Built, Step, build_bucket
from triggerscape.warehouse.deliveries import read_deliveries
from triggerscape.warehouse.delivery_rules import settle_deliveries, settle_key_variants
from triggerscape.warehouse.exposure_design import (
    design_table,
    onset_design_sql,
    same_day_design_sql,
)
from triggerscape.warehouse.reference import make_reference
from triggerscape.warehouse.row_fates import fate_sentences, quarantine_variants, row_fates
from triggerscape.warehouse.statements import read_statements, tables_read
from triggerscape.warehouse.therapy_days import undelivered_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence


ONSET_DESIGN = "design.onset"
SAME_DAY_DESIGN = "design.same_day"


def validate(run: Run) -> StepOutcome:
    """Bring core up to date and prove that no row was lost on the way."""
    with run.open_build() as build:
        warnings = settle_deliveries(build)
        settle_key_variants(build, run.lake, run.buckets)
    built = _build(run, core_steps(), "validate")
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
    """Bring features and designs up to date."""
    built = _build(run, [*core_steps(), *feature_steps(run)], "build")
    warnings = hold_to_promises(run, FEATURES)
    with run.open_build() as opened:
        warnings += undelivered_sentences(opened, run.lake, _expecting_therapies(run))
    days = run.lake.rows("core.diary_day")
    out = sum(run.lake.rows(step.name) for step in feature_steps(run))
    result = "warning" if warnings else "ok"
    return StepOutcome("build", result, days, out, 0, _rebuilt(built), tuple(warnings))


def _expecting_therapies(run: Run) -> list[str]:
    return [
        code for code, profile in run.profiles.items() if "therapy" in profile.expected.contracts
    ]


def core_steps() -> list[Step]:
    """history.* and core.*, in order."""
    history = [
        Step(history_table(source), sql, tables_read(sql))
        for source in INPUTS.values()
        for sql in [history_sql(source)]
    ]
    return history + _sql_steps("core")


def feature_steps(run: Run) -> list[Step]:
    """features.* and the designs of the trigger models, in order."""
    designs = (
        (ONSET_DESIGN, "one row per person and at-risk day", onset_design_sql(run.factors)),
        (SAME_DAY_DESIGN, "one row per person and day", same_day_design_sql(run.factors)),
    )
    return _sql_steps("features") + [
        Step(design_table(name, grain, run.factors), sql, tables_read(sql))
        for name, grain, sql in designs
    ]


def _sql_steps(schema: str) -> list[Step]:
    return [
        Step(TABLES[statement.name], statement.sql, statement.inputs)
        for statement in read_statements(schema)
    ]


def _build(run: Run, steps: Sequence[Step], label: str) -> list[Built]:
    built = []
    run.lake.drop_buckets_from(run.buckets)
    with run.open_build() as build:
        deliveries = read_deliveries(build)
    for bucket in range(run.buckets):
        run.say(f"{label} bucket {bucket + 1} of {run.buckets}")
        with run.connect() as con:
            make_reference(con, run.settings)
            built += build_bucket(con, run.lake, bucket, steps, run.settings, deliveries=deliveries)
    return built


def _rebuilt(built: Sequence[Built]) -> str:
    return f"{sum(one.was_built for one in built)} of {len(built)} table parts rebuilt"
