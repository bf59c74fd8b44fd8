"""Event time: each comparison window by window, and what would have happened anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.event_time.event_rows import event_rows
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
            frames.append(event_rows(people, therapy, comparator))
    for therapy in trials.started(FEWEST_STARTERS):
        people = trials.no_start(therapy)
        if people.height:
            frames.append(event_rows(people, therapy, NO_START, context=CONTEXT))
        stopped = trials.stops(therapy)
        if stopped.height:
            frames.append(after_stop_rows(stopped, therapy))
    if not frames:
        return {}
    return {EVENT_TIME_ESTIMATE.name: pl.concat(frames, how="diagonal_relaxed")}
