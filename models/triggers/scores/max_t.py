"""p-values that hold for a whole family: how often chance alone would look at least as strong.

A bootstrap that multiplies each person's influence by an independent standard normal number gives
estimates that are, given the data, exactly normal with the sandwich's covariance. So the largest of
the family is drawn from that normal distribution itself; the people need not be gone through again
for every draw.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import linalg, stats

from models.stream.person_days import FloatArray

DRAWS = 4000
SEED = 20261121


def max_t_p_values(
    p_values: Sequence[float | None],
    correlation: FloatArray,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[float | None, ...]:
    """Adjusted for all tests of the family, in the order given: step-down, strongest first.

    ``p_values`` are two-sided; None is no test. ``correlation`` (tests, tests) is that of the tests
    with a p-value, in their order. Each hypothesis is judged beside those no stronger than itself
    (Romano and Wolf, Econometrica 2005;73:1237), and an adjusted p-value is at least
    1 / (draws + 1).
    """
    tested = [place for place, p_value in enumerate(p_values) if p_value is not None]
    if not tested:
        return (None,) * len(p_values)
    raw = np.array([p_values[place] for place in tested], dtype=np.float64)
    strength = stats.norm.isf(raw / 2)
    chance = np.abs(_normal_draws(correlation, draws, seed))
    order = np.argsort(raw, kind="stable")
    # The largest of this test and of all that are no stronger, draw by draw.
    largest = np.maximum.accumulate(chance[:, order[::-1]], axis=1)[:, ::-1]
    beaten = (largest >= strength[order]).sum(axis=0)
    adjusted = np.maximum.accumulate((1 + beaten) / (draws + 1))
    found: list[float | None] = [None] * len(p_values)
    for place, value in zip(order, adjusted, strict=True):
        found[tested[place]] = max(float(value), float(raw[place]))
    return tuple(found)


def _normal_draws(correlation: FloatArray, draws: int, seed: int) -> FloatArray:
    """Standard normal numbers (draws, tests) with this correlation, which may be singular."""
    values, vectors = linalg.eigh(correlation)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    plain = np.random.default_rng(seed).standard_normal((draws, len(correlation)))
    return np.asarray(plain @ root.T)
