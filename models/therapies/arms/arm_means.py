"""The mean outcome had one and the same people been in an arm, with what each person adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from models.stream.person_days import FloatArray
from models.therapies.arms.arm_nuisances import ArmNuisances
from models.therapies.arms.arm_overlap import weights
from models.therapies.trial import Trial


@dataclass(frozen=True, eq=False)
class ArmMean:
    """A mean, and the rows' parts of its error: their sums by person, squared, are its variance."""

    value: float
    parts: FloatArray


@dataclass(frozen=True)
class Contrast:
    """A combination of arm means with its 95% interval and two-sided p-value against 0."""

    value: float
    standard_error: float
    ci_low: float
    ci_high: float
    p_value: float


def arm_mean(
    trial: Trial,
    nuisances: ArmNuisances,
    one: int,
    target: Sequence[int],
    kept: npt.NDArray[np.bool_],
) -> ArmMean:
    """The mean outcome in arm ``one`` of the people of the ``target`` arms, all arms for everybody.

    theta = sum of [w m(X) + v(X) 1(arm = one) / e(X) (Y - m(X))] / sum of w over the kept rows, m
    and e of that arm, w = 1 for people of a target arm and v the probability of being one: the
    augmented weighting of Robins, cross-fitted (Chernozhukov et al., Econom J 2018;21:C1). Right
    when either m or e is. In the one target arm itself it is the plain mean. ``parts`` are (rows,)
    and 0 for those not kept.
    """
    outcome, arm = trial.outcome, trial.arm
    weight = np.isin(arm, list(target))[kept].astype(np.float64)
    expected = nuisances.expected[kept, one]
    in_arm = (arm[kept] == one) * weights(nuisances.propensity, one, target)[kept]
    if list(target) == [one]:
        signal = weight * outcome[kept]
    else:
        signal = weight * expected + in_arm * (outcome[kept] - expected)
    value = float(signal.sum() / weight.sum())
    parts = np.zeros(len(arm))
    parts[kept] = (signal - weight * value) / weight.sum()
    return ArmMean(value, parts)


def covariance(parts: Sequence[FloatArray], person_id: npt.NDArray[np.int64]) -> FloatArray:
    """Covariance (means, means) of means whose parts (rows,) are added up by person."""
    _, row_of = np.unique(person_id, return_inverse=True)
    by_person = np.column_stack([np.bincount(row_of, weights=one) for one in parts])
    return np.asarray(by_person.T @ by_person)


def contrast(value: float, variance: float) -> Contrast:
    """A contrast with its normal interval, from its value and variance."""
    error = float(np.sqrt(variance))
    reach = float(stats.norm.ppf(0.975)) * error
    p_value = float(2 * stats.norm.sf(abs(value) / error)) if error > 0 else 1.0
    return Contrast(value, error, value - reach, value + reach, p_value)
