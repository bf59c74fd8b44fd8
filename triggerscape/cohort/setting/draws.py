"""Random numbers: one independent, named stream per site and purpose, so that no draw moves another."""

from __future__ import annotations

from typing import TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int16]
DayArray = NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)


def stream(seed: int, site: int, purpose: str) -> np.random.Generator:
    """The generator of one site and purpose; the same three always give the same numbers."""
    return np.random.default_rng([seed, site, crc32(purpose.encode())])


def autoregressive(
    draws: np.random.Generator, steps: int, size: int, correlation: float
) -> FloatArray:
    """Stationary AR(1) series of unit variance, shape (steps, size)."""
    shocks = draws.standard_normal((steps, size)) * np.sqrt(1 - correlation**2)
    shocks[0] /= np.sqrt(1 - correlation**2)
    series: FloatArray = lfilter([1.0], [1.0, -correlation], shocks, axis=0)
    return series


def lagged(series: NDArray[Scalar], lag: int) -> NDArray[Scalar]:
    """The series ``lag`` days earlier; days before the first are zero. Shape kept."""
    if lag == 0:
        return series
    earlier = np.zeros_like(series)
    earlier[lag:] = series[:-lag]
    return earlier
