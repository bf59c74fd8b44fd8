"""How small an effect the data could have seen, and how much hidden confounding would undo it."""

from __future__ import annotations

import math

from scipy import stats

POWER = 0.80
SIGNIFICANCE = 0.05
RISK_RATIO_PER_SD = 0.91


def minimum_detectable_effect(standard_error: float) -> float:
    """The effect found with 80% power at two-sided 5%, in the units of the standard error.

    (z_0.975 + z_0.80) x SE = 2.80 x SE.
    """
    z = stats.norm.ppf(1 - SIGNIFICANCE / 2) + stats.norm.ppf(POWER)
    return float(z) * standard_error


def detectable_ratio(standard_error: float | None) -> float | None:
    """The ratio above 1 found with that power, from a standard error of its logarithm."""
    return None if standard_error is None else math.exp(minimum_detectable_effect(standard_error))


def e_value(risk_ratio: float) -> float:
    """How strongly, as a risk ratio, a hidden confounder must act on both sides to explain it away.

    RR + sqrt(RR (RR - 1)) for RR >= 1, of the inverse below (VanderWeele and Ding, Ann Intern Med
    2017;167:268). Raises ValueError when the ratio is not positive.
    """
    if risk_ratio <= 0:
        raise ValueError("a risk ratio is positive")
    ratio = max(risk_ratio, 1 / risk_ratio)
    return ratio + math.sqrt(ratio * (ratio - 1))


def e_value_of_limit(ci_low: float, ci_high: float, outcome_sd: float) -> float:
    """E-value of a mean difference's limit nearest to no effect; 1 when the interval covers it.

    The limit in standard deviations d is turned into a risk ratio by exp(0.91 d), the conversion
    that VanderWeele and Ding give for continuous outcomes.
    """
    if ci_low <= 0 <= ci_high:
        return 1.0
    nearest = ci_low if ci_low > 0 else ci_high
    return e_value(math.exp(RISK_RATIO_PER_SD * nearest / outcome_sd))


def robustness_value(strength: float) -> float:
    """How much of outcome and exposure hidden confounding must explain to undo an effect.

    The share r of what is left unexplained of the one and of the other, alike, that brings the
    effect to 0: (sqrt(f^4 + 4 f^2) - f^2) / 2. Of a regression coefficient f is |t| / sqrt(degrees
    of freedom) (Cinelli and Hazlett, J R Stat Soc B 2020;82:39); of a mean of influences it is the
    effect over ``confounding_scale`` (Chernozhukov et al., NBER 2022:30302).
    """
    square = strength**2
    return (math.sqrt(square**2 + 4 * square) - square) / 2


def robustness_of_limit(ci_low: float, ci_high: float, scale: float) -> float | None:
    """The robustness value of the limit nearest to no effect; 0 when the interval covers it.

    None without a ``scale`` to hold the limit against. The scale is taken as known.
    """
    if ci_low <= 0 <= ci_high:
        return 0.0
    if scale <= 0:
        return None
    return robustness_value(min(abs(ci_low), abs(ci_high)) / scale)
