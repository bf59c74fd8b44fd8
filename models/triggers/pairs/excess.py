"""How many attacks a pair brings beyond the sum of its factors, per 100 days with both.

The relative excess risk due to interaction (Rothman), put on the scale of attacks: on a day with
both factors the rate is r; take away one step of the second, of the first, of both, and

    excess = r - r exp(-(second + c (1 - m1))) - r exp(-(first + c (1 - m2)))
               + r exp(-(first + second + c (1 - m1 - m2)))

with c the coefficient of the centred product and m1, m2 the person's mean of either factor,
averaged over days with both. Zero means that the pair brings what its factors bring, added up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from models.stream.person_days import FloatArray

PER_DAYS = 100.0


@dataclass(frozen=True)
class Excess:
    """Attacks per 100 days with both beyond the sum, and the standard error (delta method)."""

    value: float
    standard_error: float


def excess_attacks(
    effects: tuple[float, float, float],
    attack_rate: float,
    covariance: FloatArray,
    means: tuple[float, float],
) -> Excess:
    """The excess of one pair.

    ``effects`` are the coefficients of the first factor, the second and their centred product,
    ``attack_rate`` is per day with both, ``covariance`` (4, 4) that of these four in this order.
    """
    mean_first, mean_second = means
    # Removed are one step of: the first factor, the second, both.
    weights = np.array(
        [
            [1.0, 0.0, 1.0 - mean_second],
            [0.0, 1.0, 1.0 - mean_first],
            [1.0, 1.0, 1.0 - mean_first - mean_second],
        ]
    )
    left = np.exp(-weights @ np.array(effects))
    sign = np.array([-1.0, -1.0, 1.0])
    share = 1.0 + float(sign @ left)
    slope = np.append(attack_rate * -(sign * left) @ weights, share)
    variance = float(slope @ covariance @ slope)
    return Excess(PER_DAYS * attack_rate * share, PER_DAYS * math.sqrt(max(variance, 0.0)))
