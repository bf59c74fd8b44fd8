"""The event study of one comparison: the effect by window, and observed beside expected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray
from models.therapies.event_time.event_trial import LAST_BEFORE, WINDOWS, EventTrial
from models.therapies.event_time.window_estimates import (
    ByWindow,
    Influenced,
    on_all_rows,
    window_estimates,
)
from models.therapies.event_time.window_fit import WindowFit, fit_windows

CHANGE, ADJUSTED = "event_did", "event_aipw"
AFTER = tuple(window for window in WINDOWS if window >= 0)


@dataclass(frozen=True, eq=False)
class EventStudy:
    """All by window, in migraine days per 28.

    ``effect`` holds the change side in all windows and the adjusted side from time zero on: before
    it, the adjusted side has made the arms alike. ``observed`` is the mean of those who started,
    ``expected`` by side what it would have been had they not, and ``before_after`` what a
    pre-post picture would show: observed minus the mean of windows -3 to -1. ``expected_change``
    is that change had they not started, by the adjusted side.
    """

    fits: tuple[WindowFit, ...]
    effect: dict[str, ByWindow]
    observed: ByWindow
    expected: dict[str, ByWindow]
    before_after: ByWindow
    expected_change: ByWindow


def event_study(event: EventTrial) -> EventStudy:
    """Fit every window on both sides.

    The change side compares the change since windows -6 to -4 given covariates and cohort, and lets
    stable severity cancel. The adjusted side compares it given the three last windows and the mean
    of six as well: what brought people to start is then the same in both arms.
    """
    fits = fit_windows(
        event, WINDOWS, {CHANGE: event.plain_features, ADJUSTED: event.history_features}
    )
    estimated = {fit.window: fit for fit in fits if fit.sides}
    person = event.trial.person_id
    effect = {
        side: {window: on_all_rows(fit.rows, fit.sides[side]) for window, fit in estimated.items()}
        for side in (CHANGE, ADJUSTED)
    }
    before = _mean_of([event.days_of(window) for window in LAST_BEFORE])
    observed = {w: _of_starters(event, fit, event.days_of(w)) for w, fit in estimated.items()}
    changed = {
        window: _of_starters(event, fit, event.days_of(window) - before)
        for window, fit in estimated.items()
        if window in AFTER
    }
    own = _clustered_by(person)
    return EventStudy(
        fits=fits,
        effect={
            CHANGE: own(effect[CHANGE]),
            ADJUSTED: own({w: one for w, one in effect[ADJUSTED].items() if w in AFTER}),
        },
        observed=own(observed),
        expected={
            side: own({w: observed[w].minus(one) for w, one in effect[side].items()})
            for side in effect
        },
        before_after=own(changed),
        expected_change=own({w: one.minus(effect[ADJUSTED][w]) for w, one in changed.items()}),
    )


def _clustered_by(person: npt.NDArray[np.int64]) -> Callable[[dict[int, Influenced]], ByWindow]:
    return lambda found: window_estimates(found, person)


def _mean_of(columns: list[FloatArray]) -> FloatArray:
    return np.asarray(np.mean(np.column_stack(columns), axis=1))


def _of_starters(event: EventTrial, fit: WindowFit, values: FloatArray) -> Influenced:
    """Mean over the starters of a window; rows are told apart by person only in the error."""
    started = fit.rows & (event.trial.arm == 1)
    mean = float(values[started].mean())
    return Influenced(mean, np.where(started, values - mean, 0.0) / started.sum())
