"""What a therapy comparison hands back: two estimates of one effect, and what could forbid them."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

from models.therapies.bracket.overlap import Overlap


@dataclass(frozen=True)
class Difference:
    """A difference in migraine days per 28, A minus B, among starters of A; below 0 favours A."""

    difference: float
    standard_error: float
    ci_low: float
    ci_high: float
    n_started_a: int
    n_started_b: int


@dataclass(frozen=True)
class TherapyEstimate:
    """The bracket and its diagnostics; a side is None where it could not be estimated.

    ``adjusted`` compares the follow-up window given the last three months (AIPW), ``change``
    compares the change since months -6 to -4 (DR-DiD). ``placebo`` is the same change measured
    before the start: it shows the dip people start in. ``n_started_a`` and ``n_started_b`` count
    before trimming; ``reasons`` say what is missing. The detectable difference and the E-value
    belong to ``adjusted``.
    """

    n_started_a: int
    n_started_b: int
    adjusted: Difference | None
    change: Difference | None
    placebo: Difference | None
    overlap: Overlap | None
    minimum_detectable_difference: float | None
    e_value: float | None
    reasons: tuple[str, ...]


def difference(effect: float, standard_error: float, n_a: int, n_b: int) -> Difference:
    """A difference with its normal 95% interval."""
    reach = float(stats.norm.ppf(0.975)) * standard_error
    return Difference(effect, standard_error, effect - reach, effect + reach, n_a, n_b)
