"""Each window by itself: who is known in it, and how starters differ there from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LinearRegression
from threadpoolctl import threadpool_limits

from models.stream.person_days import FloatArray
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.nuisances import cross_fit_propensity
from models.therapies.bracket.overlap import inside_bounds
from models.therapies.bracket.people_counted import people_by_arm
from models.therapies.bracket.sides import FEWEST_STARTERS, FOLDS
from models.therapies.event_time.cohort_difference import CohortDifference, cohort_difference
from models.therapies.event_time.cohorts import merged_cohorts
from models.therapies.event_time.event_trial import EventTrial

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class WindowFit:
    """One window: the rows compared in it (rows of the trial,), and each side's difference.

    ``sides`` is empty where fewer than 50 people of an arm were known and comparable.
    """

    window: int
    rows: BoolArray
    sides: Mapping[str, CohortDifference]


def fit_windows(
    event: EventTrial, windows: Sequence[int], sides: Mapping[str, FloatArray]
) -> tuple[WindowFit, ...]:
    """The difference in the change since the base, in each window, by each side.

    ``sides`` gives the features (rows, columns) that a side compares given. A window holds those
    whose migraine days are known in it, inside the bounds of every side's propensity: all sides
    speak of the same people. Windows known for the same people share their fits.
    """
    known = {window: ~np.isnan(event.days_of(window)) for window in windows}
    alike: dict[bytes, list[int]] = {}
    for window in windows:
        alike.setdefault(known[window].tobytes(), []).append(window)
    with threadpool_limits(limits=1, user_api="blas"):
        found = {
            fit.window: fit
            for group in alike.values()
            for fit in _fit_alike(event, group, known[group[0]], sides)
        }
    return tuple(found[window] for window in windows)


def _fit_alike(
    event: EventTrial, windows: Sequence[int], known: BoolArray, sides: Mapping[str, FloatArray]
) -> list[WindowFit]:
    rows = known.copy()
    arm, person = event.trial.arm[known], event.trial.person_id[known]
    nothing = [WindowFit(window, rows, {}) for window in windows]
    if min(people_by_arm(arm, person)) < FEWEST_STARTERS:
        return nothing
    folds = person_folds(person, arm, FOLDS)
    change = np.column_stack([(event.days_of(window) - event.base)[known] for window in windows])
    propensity, expected = {}, {}
    for side, features in sides.items():
        propensity[side] = cross_fit_propensity(features[known], arm, folds)
        expected[side] = _expected_without(features[known], arm, change, folds)
    kept = np.logical_and.reduce([inside_bounds(chance) for chance in propensity.values()])
    rows[known] = kept
    arm = arm[kept]
    if min(people_by_arm(arm, person[kept])) < FEWEST_STARTERS:
        return nothing
    cohort = merged_cohorts(event.cohort[rows].astype(np.int64), arm)
    return [
        WindowFit(
            window,
            rows,
            {
                side: cohort_difference(
                    (change[:, place] - expected[side][:, place])[kept],
                    arm,
                    propensity[side][kept],
                    cohort,
                )
                for side in sides
            },
        )
        for place, window in enumerate(windows)
    ]


def _expected_without(
    features: FloatArray,
    arm: npt.NDArray[np.int64],
    change: FloatArray,
    folds: npt.NDArray[np.intp],
) -> FloatArray:
    """The change expected without the start (rows, windows), from other people's rows of arm 0."""
    expected = np.empty_like(change)
    for fold in np.unique(folds):
        learn, held_out = (folds != fold) & (arm == 0), folds == fold
        fitted = LinearRegression().fit(features[learn], change[learn])
        expected[held_out] = fitted.predict(features[held_out])
    return expected
