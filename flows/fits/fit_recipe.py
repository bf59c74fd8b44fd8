"""What the fits of a run depend on: their rows, code, settings, factors and the last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.fits.last_diary_day import last_diary_day
from triggerscape.disclosure.rule import Rule
from triggerscape.warehouse.build.state import digest_of
from triggerscape.warehouse.fingerprints import code_fingerprint, fingerprint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import duckdb

    from flows.run import Run
    from triggerscape.contract.language import Table


def recipe_of_fits(run: Run, con: duckdb.DuckDBPyConnection, features: Sequence[Table]) -> str:
    """A fingerprint of everything that the fits depend on; designs are made of ``features`` alone.

    Whether inputs have moved depends on the newest release, too, and is no part of it.
    """
    return fingerprint(
        code_fingerprint(),
        run.settings.text(),
        repr(run.factors),
        inputs_of(run, last_day_of(run, con)),
        *(digest_of(run.lake, table) for table in features),
    )


def inputs_of(run: Run, last_day: dt.date | None) -> str:
    """As the run of a release is told: profiles, deliveries in use, the last day looked at."""
    with run.open_build() as build:
        recipes = build.execute("SELECT use_id, recipe FROM ledger.file_use ORDER BY use_id")
        told = recipes.fetchall()
    profiles = sorted((code, profile.text) for code, profile in run.profiles.items())
    return fingerprint(repr(profiles), repr(told), str(last_day))


def last_day_of(run: Run, con: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The day a run looks up to; None where it names none and no diary has dates."""
    return run.as_of or last_diary_day(con)


def rule_of_models(run: Run) -> Rule:
    """The protection of what a kept model says of people."""
    return Rule(run.settings["disclosure.threshold"], run.settings["disclosure.rounding_base"])
