"""Random numbers: a stream of its own per site and purpose, so that no draw moves another."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Luck:
    """The random numbers of one site: the same seed, site and purpose always give the same."""

    seed: int
    site: int

    def stream(self, purpose: str) -> np.random.Generator:
        """The generator of one purpose, independent of every other."""
        return np.random.default_rng([self.seed, self.site, crc32(purpose.encode())])


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
