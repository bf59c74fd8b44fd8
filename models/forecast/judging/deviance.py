"""How far a forecast of a rate missed: the Poisson deviance, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.special import xlogy

if TYPE_CHECKING:
    from models.forecast.person_months import Floats


def poisson_deviance(rate: Floats, expected: Floats, weight: Floats) -> Floats:
    """2 w (y log(y / mu) - y + mu) of each row (McCullagh and Nelder 1989); 0 is a perfect hit."""
    deviance: Floats = 2 * weight * (xlogy(rate, rate / expected) - rate + expected)
    return deviance
