"""Publish: tables from sql/publish, protected, written as one frozen release."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flows.feature_steps import design_steps, feature_steps
from flows.run import Run, StepOutcome
from triggerscape import __version__
from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.core import CORE
from triggerscape.contract.sites import SITE_CALENDAR
from triggerscape.dimensions import dimension_tables
from triggerscape.disclosure.parts import hide_telling_parts
from triggerscape.disclosure.protect import protect
from triggerscape.errors import TriggerscapeError
from triggerscape.release.folder import write_release
from triggerscape.release.info import ReleaseInfo
from triggerscape.warehouse.build.state import digest_of
from triggerscape.warehouse.fingerprints import code_fingerprint, fingerprint
from triggerscape.warehouse.opening import open_tables
from triggerscape.warehouse.research import write_research
from triggerscape.warehouse.statements import read_statements

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from triggerscape.contract.language import Table


def publish(run: Run) -> StepOutcome:
    """Write a release of what is now known; the same inputs give back the release they gave."""
    with run.open_build() as build:
        tables = research_tables(run)
        open_tables(build, run.lake, tables)
        info = _release_info(run, build)
        run.say(f"publish as of {info.as_of}")
        published = {**_facts(build, info), **dimension_tables(run.factors, run.profiles)}
        run.say("publish the research copy")
        digest = fingerprint(*(digest_of(run.lake, table) for table in tables))
        write_research(build, tables, run.workspace.research_file, digest=digest)
    known = {path.name for path in run.workspace.releases.iterdir()}
    folder = write_release(published, info, run.workspace.releases)
    rows = sum(table.height for table in published.values())
    hidden = sum(_hidden(table) for table in published.values())
    kept = "unchanged, already published" if folder.name in known else "published"
    return StepOutcome(
        "publish", "ok", rows, rows - hidden, hidden, f"release {folder.name} {kept}"
    )


def research_tables(run: Run) -> list[Table]:
    """What data scientists get: core, features, the rows the models were fitted on, calendars."""
    steps = [*feature_steps(run), *design_steps(run)]
    return [*CORE, *(step.contract for step in steps), SITE_CALENDAR]


def _facts(build: duckdb.DuckDBPyConnection, info: ReleaseInfo) -> dict[str, pl.DataFrame]:
    """Every fact table by full name, protected: sql/publish/x.sql makes pub.x."""
    facts = {}
    for statement in read_statements("publish"):
        name = statement.name.replace("publish.", "pub.")
        frame = hide_telling_parts(build.sql(statement.sql).pl(), TABLES[name], info.rule)
        facts[name] = protect(frame, TABLES[name], info.rule)
    return facts


def _hidden(table: pl.DataFrame) -> int:
    return int((table["status"] == "c").sum()) if "status" in table.columns else 0


def _release_info(run: Run, build: duckdb.DuckDBPyConnection) -> ReleaseInfo:
    as_of = run.as_of or _last_day(build)
    recipes = build.execute("SELECT use_id, recipe FROM ledger.file_use ORDER BY use_id").fetchall()
    return ReleaseInfo(
        as_of=as_of,
        run_id=fingerprint(
            code_fingerprint(),
            run.settings.text(),
            repr(sorted((code, profile.text) for code, profile in run.profiles.items())),
            repr(recipes),
            as_of.isoformat(),
        ),
        code_version=__version__,
        is_synthetic=bool(run.profiles) and all(p.is_synthetic for p in run.profiles.values()),
        threshold=run.settings["disclosure.threshold"],
        rounding_base=run.settings["disclosure.rounding_base"],
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
