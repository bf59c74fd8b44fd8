"""Comparisons: each therapy against its active comparators, then every therapy against no start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.therapy_rows import ComparisonRows, comparison_rows
from triggerscape.contract.estimates.therapies import THERAPY_DIAGNOSTIC_ESTIMATE, THERAPY_ESTIMATE
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.fits.therapy_trials import TherapyTrials


def fit_comparisons(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    """Every comparison as estimates.therapy_effect, its checks as estimates.therapy_diagnostic.

    The declared pairs come first; then every leaf or group with 50 starters or more against people
    who did not start it. The people of one comparison are gone before those of the next are read.
    """
    found = list(_comparisons(trials))
    if not found:
        return {}
    return {
        THERAPY_ESTIMATE.name: _together([one.effects for one in found]),
        THERAPY_DIAGNOSTIC_ESTIMATE.name: _together([one.diagnostics for one in found]),
    }


def _together(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Rows of all frames; a column that is empty in one has its type from another."""
    return pl.concat(frames, how="vertical_relaxed")


def _comparisons(trials: TherapyTrials) -> Iterator[ComparisonRows]:
    for therapy, comparator in trials.comparisons:
        people = trials.active(therapy, comparator)
        if people.height:
            yield comparison_rows(people, therapy, comparator)
    for therapy in trials.started(FEWEST_STARTERS):
        people = _with_later_starts(trials, therapy)
        if people.height:
            yield comparison_rows(people, therapy, NO_START, is_no_start=True)


def _with_later_starts(trials: TherapyTrials, therapy: str) -> pl.DataFrame:
    """The trial against no start, with ``days_to_start`` of who started it after time zero."""
    query = (
        "SELECT person_id, index_date AS start_date FROM features.first_use "
        f"WHERE therapy_id = {sql_text(therapy)}"
    )
    started: pl.DataFrame = trials.con.sql(query).pl()
    later = (pl.col("start_date") - pl.col("index_date")).dt.total_days()
    return (
        trials.no_start(therapy)
        .join(started, on="person_id", how="left", maintain_order="left")
        .with_columns(days_to_start=pl.when(later > 0).then(later))
        .drop("start_date")
    )
