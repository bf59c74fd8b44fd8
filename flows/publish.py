"""Publish: tables from sql/publish, made safe, attacked and written as one frozen release."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.feature_steps import design_steps, feature_steps
from flows.release_gate import hold_to_contracts
from flows.run import Run, StepOutcome
from triggerscape import __version__
from triggerscape.contract.core import CORE
from triggerscape.contract.sites import SITE_CALENDAR
from triggerscape.delivery.privacy.deployment_key import deployment_key
from triggerscape.delivery.privacy.person_keys import derived_key
from triggerscape.dimensions import dimension_tables
from triggerscape.disclosure.chain.batches import closed_through, is_due, what_waits
from triggerscape.disclosure.contributions.behind import people_behind
from triggerscape.disclosure.contributions.catalogue import contributions
from triggerscape.disclosure.contributions.drawing import draw_sample
from triggerscape.disclosure.contributions.facts import row_facts
from triggerscape.disclosure.egress.completeness import refuse_incomplete
from triggerscape.disclosure.gate.behind import Behind, refuse_unknown_people
from triggerscape.disclosure.gate.protecting import protected
from triggerscape.disclosure.mode import Mode
from triggerscape.errors import TriggerscapeError
from triggerscape.release.folder import end_killed, write_release
from triggerscape.release.history import list_releases
from triggerscape.release.info import ReleaseInfo, Steward
from triggerscape.release.reliability.marking import unreliable_marked
from triggerscape.release.writers.report.typesetter import refuse_without_typesetter
from triggerscape.warehouse.build.state import digest_of
from triggerscape.warehouse.fingerprints import code_fingerprint, fingerprint
from triggerscape.warehouse.opening import open_tables
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.research import write_research
from triggerscape.warehouse.statements import read_statements
from triggerscape.withdrawal.journal import refuse_unfinished

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from triggerscape.contract.language import Table
    from triggerscape.disclosure.contributions.sample import Sample


@dataclass(frozen=True)
class _Ready:
    """Everything a release is made of, and what stays behind of it."""

    published: dict[str, pl.DataFrame]
    behind: Behind


def publish(run: Run) -> StepOutcome:
    """Write a release of what is now known, if one is due; the same inputs give the same release.

    A release is due once a window has closed since the newest, or when a restatement is asked for.
    """
    refuse_incomplete()
    if run.settings["release.pdf"]:
        refuse_without_typesetter()
    refuse_unfinished(run.workspace.vault, is_publishing=True)
    # Also where no release is due now: the last one may be named and not yet pointed to.
    end_killed(run.workspace.releases, run.workspace.vault)
    with run.open_build() as build:
        tables = research_tables(run)
        open_tables(build, run.lake, tables)
        info = _release_info(run, build)
        run.say("publish the research copy")
        digest = fingerprint(*(digest_of(run.lake, table) for table in tables))
        write_research(build, tables, run.workspace.research_file, digest=digest)
        settled = _settled(run, info)
        if settled:
            return StepOutcome("publish", "ok", 0, 0, 0, settled)
        run.say(f"publish as of {info.as_of}: who stands behind each row")
        ready = _ready(run, build, info)
        build.execute("DROP SCHEMA reference CASCADE")  # made for this step alone
    run.say("publish: attack the files before they leave")
    folder = write_release(
        ready.published, info, run.workspace.releases, ready.behind, judge=hold_to_contracts
    )
    rows = sum(table.height for table in ready.published.values())
    hidden = sum(_hidden(table) for table in ready.published.values())
    return StepOutcome(
        "publish", "ok", rows, rows - hidden, hidden, f"release {folder.name} published"
    )


def research_tables(run: Run) -> list[Table]:
    """What data scientists get: core, features, the rows the models were fitted on, calendars."""
    steps = [*feature_steps(run), *design_steps(run)]
    return [*CORE, *(step.contract for step in steps), SITE_CALENDAR]


def _settled(run: Run, info: ReleaseInfo) -> str:
    """Why there is nothing to make: this run was published, or none is due; empty where one is."""
    known = list_releases(run.workspace.releases)
    for release in known:
        if release.run_id == info.run_id:
            return f"release {release.release_id} unchanged, already published"
    if not known:
        return ""
    newest = known[-1]
    if newest.closed_through is None or is_due(
        newest.closed_through, info.closed_through, info.restated
    ):
        return ""
    lag = run.settings["disclosure.lag_days"]
    return what_waits(newest.release_id, newest.closed_through, lag)


def _ready(run: Run, build: duckdb.DuckDBPyConnection, info: ReleaseInfo) -> _Ready:
    make_reference(build, run.settings)
    true = {
        statement.name.replace("publish.", "pub."): build.sql(statement.sql).pl()
        for statement in read_statements("publish")
    }
    key = derived_key(deployment_key(run.workspace, run.profiles.values()), "release sample")
    facts: dict[str, pl.DataFrame] = {}
    samples: dict[str, Sample] = {}
    for name, contribution in contributions(build, run.factors, info.as_of).items():
        with people_behind(build, contribution) as people:
            facts[name] = row_facts(build, people, true[name])
            samples[name] = draw_sample(build, people, key)
    refuse_unknown_people(true, samples)
    sites = build.execute("SELECT count(DISTINCT site_code) FROM features.diary_spine").fetchall()
    rows = protected(true, facts, info.rule, sites_in_all=int(sites[0][0]))
    rows = unreliable_marked(rows, true)
    published = {**rows, **dimension_tables(run.factors, run.profiles)}
    return _Ready(published, Behind(run.workspace.vault, true, samples))


def _hidden(table: pl.DataFrame) -> int:
    return int((table["status"] == "c").sum()) if "status" in table.columns else 0


def _release_info(run: Run, build: duckdb.DuckDBPyConnection) -> ReleaseInfo:
    last_day = run.as_of or _last_day(build)
    recipes = build.execute("SELECT use_id, recipe FROM ledger.file_use ORDER BY use_id").fetchall()
    return ReleaseInfo(
        as_of=last_day,
        run_id=fingerprint(
            code_fingerprint(),
            run.settings.text(),
            repr(sorted(run.settings.section("release").items())),
            repr(sorted((code, profile.text) for code, profile in run.profiles.items())),
            repr(recipes),
            last_day.isoformat(),
            run.restate,
        ),
        code_version=__version__,
        is_synthetic=bool(run.profiles) and all(p.is_synthetic for p in run.profiles.values()),
        threshold=run.settings["disclosure.threshold"],
        rounding_base=run.settings["disclosure.rounding_base"],
        mode=Mode(run.settings["disclosure.mode"]),
        closed_through=closed_through(last_day, run.settings["disclosure.lag_days"]),
        restated=run.restate,
        title=run.settings["release.title"],
        steward=Steward(
            run.settings["release.publisher"], contact_email=run.settings["release.contact"]
        ),
        has_report=run.settings["release.pdf"],
    )


def _last_day(build: duckdb.DuckDBPyConnection) -> dt.date:
    """The last diary day on record: a release looks at nothing later, and at no clock.

    TriggerscapeError where no diary has calendar dates: no date may be made up for a release.
    """
    query = "SELECT max(diary_date) FROM core.diary_day WHERE NOT date_is_relative"
    day: dt.date | None = build.execute(query).fetchall()[0][0]
    if day is None:
        raise TriggerscapeError(
            "E170",
            "no diary here has calendar dates, so the release cannot be dated by its last day",
            fix="triggerscape run --as-of YYYY-MM-DD, the day up to which the data were collected",
        )
    return day
