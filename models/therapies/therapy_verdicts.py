"""What may be said about a therapy comparison, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.therapies.bracket.bracket_results import Difference, TherapyEstimate

SMALLEST_WORTHWHILE = 0.5
IMPLAUSIBLE = 4.0
"""Migraine days per 28 beyond which confounding is likelier than a specific effect: against
placebo, the CGRP antibodies and onabotulinumtoxinA reach 1.4 to 2.3."""


class TherapyVerdictCode(StrEnum):
    """The words a therapy row can carry."""

    SUPPORTED = "supported"
    NOT_SETTLED = "not_settled"
    INSUFFICIENT_DATA = "insufficient_data"


@dataclass(frozen=True)
class TherapyVerdict:
    """A code and the reasons for it."""

    code: TherapyVerdictCode
    reasons: tuple[str, ...]


def therapy_verdict(
    estimate: TherapyEstimate, *, smallest_worthwhile: float = SMALLEST_WORTHWHILE
) -> TherapyVerdict:
    """Judge the bracket; ``smallest_worthwhile`` is in migraine days per 28.

    insufficient_data when neither side could be estimated; supported only when both sides exist,
    both 95% intervals lie beyond the smallest worthwhile effect on the same side, and neither
    estimate is beyond 4 days, where confounding is the likelier explanation; else not_settled.
    A margin and not zero is the bar: pooled over many sites, the small bias that any comparison
    keeps becomes significant against zero. Raises ValueError for a negative margin.
    """
    if smallest_worthwhile < 0:
        raise ValueError("the smallest worthwhile effect is negative")
    sides = {"adjusted": estimate.adjusted, "change": estimate.change}
    known = {name: side for name, side in sides.items() if side is not None}
    if not known:
        return TherapyVerdict(TherapyVerdictCode.INSUFFICIENT_DATA, estimate.reasons)
    reasons = list(estimate.reasons)
    reasons += [
        f"the {name} interval does not lie beyond {smallest_worthwhile:g} migraine days per 28"
        for name, side in known.items()
        if not _side(side, smallest_worthwhile)
    ]
    if {_side(side, smallest_worthwhile) for side in known.values()} >= {-1, 1}:
        reasons.append("the two sides point in opposite directions")
    reasons += [
        f"the {name} estimate is implausible, check confounding"
        for name, side in known.items()
        if abs(side.difference) > IMPLAUSIBLE
    ]
    if reasons:
        return TherapyVerdict(TherapyVerdictCode.NOT_SETTLED, tuple(reasons))
    direction = "fewer" if known["adjusted"].difference < 0 else "more"
    supported = (
        f"both intervals lie beyond {smallest_worthwhile:g} migraine days per 28: {direction} days",
    )
    return TherapyVerdict(TherapyVerdictCode.SUPPORTED, supported)


def _side(side: Difference, margin: float) -> int:
    """-1 or 1 where the whole interval lies beyond the margin, 0 where it does not."""
    return int(side.ci_low > margin) - int(side.ci_high < -margin)
