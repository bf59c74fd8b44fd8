"""One check of a comparison: what was measured, against which bound, and whether it decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.therapies.bracket.bracket_results import Difference

DECIDING = frozenset(
    "starters_per_arm overlap_share effective_comparators largest_imbalance "
    "negative_control_outcome negative_control_exposure plausibility".split()
)
"""Not met, each of these turns the verdict into not_settled. The others are shown beside it."""


@dataclass(frozen=True)
class Diagnostic:
    """A check with its value and bound in one unit; ``is_met`` is None where it could not be made.

    ``sentence`` says what was found. ``ci_low`` and ``ci_high`` are there where the value is an
    estimate.
    """

    diagnostic_id: str
    value: float | None
    bound: float | None
    is_met: bool | None
    sentence: str
    ci_low: float | None = None
    ci_high: float | None = None

    @property
    def decides(self) -> bool:
        """True where a broken bound turns the verdict into not_settled."""
        return self.diagnostic_id in DECIDING


def judged(
    diagnostic_id: str, value: float, bound: float, *, is_met: bool, met: str, broken: str
) -> Diagnostic:
    """A number held against its bound."""
    return Diagnostic(diagnostic_id, value, bound, is_met, met if is_met else broken)


def judged_difference(
    diagnostic_id: str, found: Difference, bound: float, *, is_met: bool, met: str, broken: str
) -> Diagnostic:
    """A difference with its interval held against a bound."""
    sentence = met if is_met else broken
    interval = (found.ci_low, found.ci_high)
    return Diagnostic(diagnostic_id, found.difference, bound, is_met, sentence, *interval)


def shown(diagnostic_id: str, value: float | None, sentence: str) -> Diagnostic:
    """A number without a bound, or none at all and the reason."""
    return Diagnostic(diagnostic_id, value, None, None, sentence)


def unmade(diagnostic_id: str, bound: float | None, why: str) -> Diagnostic:
    """A check that could not be made, which decides nothing."""
    return Diagnostic(diagnostic_id, None, bound, None, why)


def unmet(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """The sentences of those that decide and are not met."""
    return [one.sentence for one in diagnostics if one.decides and one.is_met is False]


def beyond(side: Difference, margin: float) -> int:
    """-1 or 1 where the whole 95% interval lies beyond the margin, 0 where it does not."""
    return int(side.ci_low > margin) - int(side.ci_high < -margin)
