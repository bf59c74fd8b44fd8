"""The word for a curve, by a rule fixed beforehand.

Over the amounts in support, each contrast with its 95% interval; first, last, lowest and highest
are points of the fitted curve. In order:

1. any effect at q 0.05 or below, not a straight line at p 0.05 or below, and both ends above the
   lowest point: u; both ends below the highest point: hill;
2. any effect at q 0.05 or below, and the last point above the first: rising; below it: falling;
   neither: not settled;
3. every interval against the reference lies within rate ratios of 0.8 and 1.25: flat;
4. otherwise: not settled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import stats

from models.results import CONFIDENCE
from models.stream.person_days import FloatArray

FALSE_DISCOVERY_RATE = 0.05
NOT_STRAIGHT = 0.05
FLAT_WITHIN = math.log(1.25)


class Shape(StrEnum):
    """The words a curve can carry."""

    FLAT = "flat"
    RISING = "rising"
    FALLING = "falling"
    U = "u"
    HILL = "hill"
    NOT_SETTLED = "not_settled"
    NOT_ESTIMABLE = "not_estimable"


@dataclass(frozen=True, eq=False)
class Curve:
    """A fitted curve at the amounts in support, ascending.

    ``contrasts`` (points, columns) compare each with the reference; ``coefficients`` (columns,),
    their ``covariance`` and the people behind them.
    """

    contrasts: FloatArray
    coefficients: FloatArray
    covariance: FloatArray
    n_people: int

    def interval(self, contrast: FloatArray) -> tuple[float, float]:
        """The 95% interval of one contrast (columns,), Student's t over people."""
        value = float(contrast @ self.coefficients)
        error = math.sqrt(max(float(contrast @ self.covariance @ contrast), 0.0))
        half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, self.n_people - 1)) * error
        return value - half, value + half


def shape_word(curve: Curve, q_any: float, p_not_straight: float | None) -> tuple[Shape, str]:
    """The word by the rule above, and the part of the rule that gave it."""
    if len(curve.contrasts) < 2:
        return Shape.NOT_SETTLED, "fewer than two amounts with enough people and days"
    if q_any <= FALSE_DISCOVERY_RATE:
        found = f"any effect at q {FALSE_DISCOVERY_RATE:g}"
        if p_not_straight is not None and p_not_straight <= NOT_STRAIGHT:
            turned = _turned(curve)
            if turned is not None:
                return turned, f"{found}, no straight line, and both ends apart from the turn"
        low, high = curve.interval(curve.contrasts[-1] - curve.contrasts[0])
        if low > 0:
            return Shape.RISING, f"{found}, and more attacks at the last amount than at the first"
        if high < 0:
            return Shape.FALLING, f"{found}, and fewer attacks at the last amount than at the first"
        return Shape.NOT_SETTLED, f"{found}, yet neither a turn nor ends apart"
    intervals = np.array([curve.interval(contrast) for contrast in curve.contrasts])
    if np.all(np.abs(intervals) <= FLAT_WITHIN):
        return Shape.FLAT, "all intervals within rate ratios of 0.8 and 1.25"
    return Shape.NOT_SETTLED, "no direction shown, and intervals too wide to call it flat"


def _turned(curve: Curve) -> Shape | None:
    """A u or a hill whose two ends are both apart from the point where it turns."""
    height = curve.contrasts @ curve.coefficients
    first, last = curve.contrasts[0], curve.contrasts[-1]
    bottom, top = curve.contrasts[np.argmin(height)], curve.contrasts[np.argmax(height)]
    if all(curve.interval(end - bottom)[0] > 0 for end in (first, last)):
        return Shape.U
    if all(curve.interval(end - top)[1] < 0 for end in (first, last)):
        return Shape.HILL
    return None
