"""Event time: each comparison window by window, and what would have happened anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.event_time.event_rows import event_rows
from models.therapies.event_time.event_trial import WINDOWS, known_column
from models.therapies.stopping.after_stop import after_stop_rows
from triggerscape.contract.estimates.event_time import EVENT_TIME_ESTIMATE
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

if TYPE_CHECKING:
    from flows.fits.therapy_trials import TherapyTrials

CONTEXT = "the response to starting anything is in it"


def fit_event_time(trials: TherapyTrials) -> dict[str, pl.DataFrame]:
    """Declared pairs, then no start, then stopping, as estimates.therapy_event_time.

    No start and stopping are fitted for every therapy that enough people newly started.
    """
    frames = []
    for therapy, comparator in trials.comparisons:
        people = trials.active(therapy, comparator)
        if people.height:
            frames.append(event_rows(_counted(trials, people), therapy, comparator))
    for therapy in trials.started(FEWEST_STARTERS):
        people = trials.no_start(therapy)
        if people.height:
            people = _counted(trials, people)
            frames.append(event_rows(people, therapy, NO_START, context=CONTEXT))
        stopped = trials.stops(therapy)
        if stopped.height:
            frames.append(after_stop_rows(_counted(trials, stopped), therapy))
    if not frames:
        return {}
    return {EVENT_TIME_ESTIMATE.name: pl.concat(frames, how="diagonal_relaxed")}


def _counted(trials: TherapyTrials, people: pl.DataFrame) -> pl.DataFrame:
    """The trial with the days on which attacks are known in each window."""
    windows = ", ".join(
        f"max(attack_known_days) FILTER (event_window = {window}) AS {known_column(window)}"
        for window in WINDOWS
    )
    zero = ["person_id", "index_date"]
    trials.con.register("trial", people.select(zero).to_arrow())
    known: pl.DataFrame = trials.con.sql(
        f"SELECT person_id, index_date, {windows} FROM trials.event_window "
        "SEMI JOIN trial USING (person_id, index_date) GROUP BY person_id, index_date"
    ).pl()
    trials.con.unregister("trial")
    return people.join(known, on=zero, how="left", maintain_order="left")
