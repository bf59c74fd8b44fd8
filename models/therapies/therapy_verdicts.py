"""What may be said about a therapy comparison, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.therapies.bracket.bracket_results import Difference, TherapyEstimate
from models.therapies.diagnostics.arms_alike import arms_alike
from models.therapies.diagnostics.diagnostic import beyond, unmet
from models.therapies.diagnostics.therapy_diagnostics import (
    SMALLEST_WORTHWHILE,
    therapy_diagnostics,
)

DAYS = "migraine days per 28"
CONTEXT = "against no start the response to starting anything is in the difference"


class TherapyVerdictCode(StrEnum):
    """The words a therapy row can carry."""

    SUPPORTED = "supported"
    SUPPORTED_WITH_CONTEXT = "supported_with_context"
    NOT_SETTLED = "not_settled"
    INSUFFICIENT_DATA = "insufficient_data"

    @property
    def is_supported(self) -> bool:
        """True for support of either kind."""
        return self in (self.SUPPORTED, self.SUPPORTED_WITH_CONTEXT)


@dataclass(frozen=True)
class TherapyVerdict:
    """A code and the reasons for it."""

    code: TherapyVerdictCode
    reasons: tuple[str, ...]


def therapy_verdict(
    estimate: TherapyEstimate,
    *,
    smallest_worthwhile: float = SMALLEST_WORTHWHILE,
    is_no_start: bool = False,
) -> TherapyVerdict:
    """Judge the bracket of migraine days; ``smallest_worthwhile`` is in days per 28.

    insufficient_data when neither side could be estimated; supported only when both sides exist,
    both 95% intervals lie beyond the smallest worthwhile effect on the same side, and no diagnostic
    that decides is broken; else not_settled. A margin and not zero is the bar: pooled over many
    sites, the small bias that any comparison keeps becomes significant against zero.

    Against no start the same makes supported_with_context and never supported: who starts anything,
    were it a sham, has 0.9 days fewer than who starts nothing, and no adjustment takes that away.
    What a therapy does beyond that is told by its rows against an active comparator alone, so they
    are not asked to agree. Raises ValueError for a negative margin.
    """
    if smallest_worthwhile < 0:
        raise ValueError("the smallest worthwhile effect is negative")
    if not estimate.sides:
        return TherapyVerdict(TherapyVerdictCode.INSUFFICIENT_DATA, estimate.reasons)
    reasons = [
        *estimate.reasons,
        *_short_of(estimate.sides, smallest_worthwhile, DAYS),
        *unmet(therapy_diagnostics(estimate, margin=smallest_worthwhile)),
    ]
    if reasons:
        return TherapyVerdict(TherapyVerdictCode.NOT_SETTLED, tuple(reasons))
    fewer = all(side.difference < 0 for side in estimate.sides.values())
    said = (
        f"both intervals lie beyond {smallest_worthwhile:g} {DAYS}: "
        f"{'fewer' if fewer else 'more'} days"
    )
    if is_no_start:
        return TherapyVerdict(TherapyVerdictCode.SUPPORTED_WITH_CONTEXT, (said, CONTEXT))
    return TherapyVerdict(TherapyVerdictCode.SUPPORTED, (said,))


def further_verdict(
    estimate: TherapyEstimate, smallest_worthwhile: float | None, headline: TherapyVerdict
) -> TherapyVerdict | None:
    """Judge another outcome of the same comparison; None where nothing says what is worthwhile.

    Migraine days were named beforehand: no other outcome is supported unless they are, which also
    keeps a dozen outcomes from a dozen chances. Then every side the outcome has must lie beyond its
    own ``smallest_worthwhile``, and its arms be alike.
    """
    if not estimate.sides:
        return TherapyVerdict(TherapyVerdictCode.INSUFFICIENT_DATA, estimate.reasons)
    if smallest_worthwhile is None:
        return None
    reasons = [
        *estimate.reasons,
        *_short_of(estimate.sides, smallest_worthwhile, "of this outcome"),
        *unmet(arms_alike(estimate)),
    ]
    if not headline.code.is_supported:
        reasons.append("migraine days, the outcome named beforehand, are not settled")
    if reasons:
        return TherapyVerdict(TherapyVerdictCode.NOT_SETTLED, tuple(reasons))
    fewer = all(side.difference < 0 for side in estimate.sides.values())
    said = f"beyond {smallest_worthwhile:g} of this outcome: {'lower' if fewer else 'higher'}"
    return TherapyVerdict(headline.code, (said, *headline.reasons[1:]))


def _short_of(sides: dict[str, Difference], margin: float, unit: str) -> list[str]:
    """Which intervals do not lie beyond the margin, and whether the sides contradict each other."""
    reasons = [
        f"the {name} interval does not lie beyond {margin:g} {unit}"
        for name, side in sides.items()
        if not beyond(side, margin)
    ]
    if {beyond(side, margin) for side in sides.values()} >= {-1, 1}:
        reasons.append("the two sides point in opposite directions")
    return reasons
