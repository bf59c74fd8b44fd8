"""What a therapy comparison hands back: two estimates of one effect, and what could forbid them."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

from models.therapies.bracket.overlap import Overlap


@dataclass(frozen=True)
class Difference:
    """A difference of means among starters of A, A minus B, in the unit of the outcome.

    Of days, below 0 favours A. ``n_started_a`` and ``n_started_b`` count people, however many rows
    each has.
    """

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
    compares the change since before them (DR-DiD). ``placebo`` is the same change measured
    before the start: it shows the dip people start in. ``n_started_a`` and ``n_started_b`` are
    people before trimming; ``reasons`` say what is missing. The detectable difference, the E-value
    and the robustness value belong to ``adjusted``. ``logging`` is the difference in days with an
    entry, which no therapy moves; ``later_start`` that in migraine days of people who have yet to
    start. Both are differences that should not be there.
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
    robustness_value: float | None = None
    logging: Difference | None = None
    later_start: Difference | None = None

    @property
    def sides(self) -> dict[str, Difference]:
        """The sides that could be estimated, by name."""
        both = {"adjusted": self.adjusted, "change": self.change}
        return {name: side for name, side in both.items() if side is not None}


def difference(effect: float, standard_error: float, n_a: int, n_b: int) -> Difference:
    """A difference with its normal 95% interval."""
    reach = float(stats.norm.ppf(0.975)) * standard_error
    return Difference(effect, standard_error, effect - reach, effect + reach, n_a, n_b)
