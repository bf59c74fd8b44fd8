"""Whether a rate of change rises or falls over the calendar: one line through its logarithm."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from models.stream.person_days import FloatArray

WINDOWS_A_YEAR = 13
FEWEST_WINDOWS = 6
FEWEST_CHANGES = 20
MOST_STEPS = 50
SETTLED = 1e-10


@dataclass(frozen=True)
class Trend:
    """How many times higher a rate is a year on; numbers are None where ``reason`` says why."""

    reason: str
    ratio: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None


def window_trend(
    window: npt.NDArray[np.int64], is_hit: npt.NDArray[np.bool_], person_id: npt.NDArray[np.int64]
) -> Trend:
    """Poisson regression of hits on the window's number, errors clustered by person.

    One entry a person-window at risk. log E(hit) = a + b (window - mean) / 13; the ratio is exp(b),
    its interval Student's t on people - 1, on the log scale.
    """
    order = np.lexsort((window, person_id))
    window, is_hit, person_id = window[order], is_hit[order], person_id[order]
    places, place_of = np.unique(window, return_inverse=True)
    if len(places) < FEWEST_WINDOWS:
        return Trend(f"{len(places)} windows, and {FEWEST_WINDOWS} are needed")
    n_hits = int(is_hit.sum())
    if n_hits < FEWEST_CHANGES:
        return Trend(f"fewer than {FEWEST_CHANGES} changes")
    at_risk = np.bincount(place_of).astype(np.float64)
    hits = np.bincount(place_of, weights=is_hit).astype(np.float64)
    middle = float(at_risk @ places / at_risk.sum())
    design = np.column_stack([np.ones(len(places)), (places - middle) / WINDOWS_A_YEAR])
    beta = _maximum(design, hits, at_risk)
    rate = np.exp(design @ beta)
    information = (design * (at_risk * rate)[:, np.newaxis]).T @ design
    _, row_of = np.unique(person_id, return_inverse=True)
    left = (is_hit - rate[place_of])[:, np.newaxis] * design[place_of]
    scores = np.column_stack([np.bincount(row_of, weights=left[:, k]) for k in (0, 1)])
    n = len(scores)
    bread = np.linalg.inv(information)
    variance = bread @ (scores.T @ scores) @ bread * n / (n - 1)
    reach = float(stats.t.ppf(0.975, n - 1)) * math.sqrt(float(variance[1, 1]))
    slope = float(beta[1])
    return Trend("", math.exp(slope), math.exp(slope - reach), math.exp(slope + reach))


def _maximum(design: FloatArray, hits: FloatArray, at_risk: FloatArray) -> FloatArray:
    """Newton's way to the maximum of a likelihood that has one; ArithmeticError if it has none."""
    beta = np.array([math.log(hits.sum() / at_risk.sum()), 0.0])
    for _ in range(MOST_STEPS):
        expected = at_risk * np.exp(design @ beta)
        information = (design * expected[:, np.newaxis]).T @ design
        step = np.linalg.solve(information, design.T @ (hits - expected))
        beta = beta + step
        if np.max(np.abs(step)) < SETTLED:
            return np.asarray(beta, dtype=np.float64)
    raise ArithmeticError(f"the trend has not settled after {MOST_STEPS} steps")
