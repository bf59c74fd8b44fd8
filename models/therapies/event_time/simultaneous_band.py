"""How wide a band must be to hold all windows at once."""

from __future__ import annotations

import numpy as np
from scipy import linalg, stats

from models.stream.person_days import FloatArray

DRAWS = 4000
SEED = 20261121
CONFIDENCE = 0.95


def band_multiple(covariance: FloatArray, *, draws: int = DRAWS, seed: int = SEED) -> float:
    """Standard errors to either side that cover all estimates together in 95 of 100.

    ``covariance`` (estimates, estimates) is that of the influences summed by person. Multiplying
    each person's influence by a standard normal number gives, given the data, normal estimates of
    exactly this covariance, so the multiplier bootstrap is drawn from it; it may be singular. Never
    below the multiple of one interval.
    """
    error = np.sqrt(np.diag(covariance))
    moving = error > 0
    single = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
    if not moving.any():
        return single
    scaled = covariance[np.ix_(moving, moving)] / np.outer(error[moving], error[moving])
    values, vectors = linalg.eigh(scaled)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    plain = np.random.default_rng(seed).standard_normal((draws, len(scaled)))
    largest = np.abs(plain @ root.T).max(axis=1)
    return max(float(np.quantile(largest, CONFIDENCE)), single)
