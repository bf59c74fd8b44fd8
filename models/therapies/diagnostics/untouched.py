"""Differences that should not be there: logging, a start yet to come, months before the start."""

from __future__ import annotations

from models.therapies.bracket.bracket_results import Difference, TherapyEstimate
from models.therapies.diagnostics.diagnostic import (
    Diagnostic,
    beyond,
    judged_difference,
    unmade,
)

LOGGING_BOUND = 1.0
"""Days with an entry per 28. One day fewer told, were it always a day without an attack, makes 14
attack days of 28 look like 14.5: as much as the smallest worthwhile effect."""


def untouched(estimate: TherapyEstimate, margin: float) -> tuple[Diagnostic, ...]:
    """Negative-control outcome and exposure, and the change before the start.

    The first two decide where their whole interval lies beyond the bound: over many people a small
    difference that does no harm excludes 0. The change before the start is shown and decides
    nothing: it sees the dip, whose depth differs between arms in worlds where both sides of the
    bracket are right, and it is no larger where hidden severity misleads one of them.
    """
    return (
        _control(
            "negative_control_outcome",
            estimate.logging,
            LOGGING_BOUND,
            "days with an entry differ between the arms, which no therapy does",
            "days with an entry are not shown to differ by a day of 28",
        ),
        _control(
            "negative_control_exposure",
            estimate.later_start,
            margin,
            "a start that is yet to come shows an effect, which it cannot have",
            "a start that is yet to come is not shown to have a worthwhile effect",
        ),
        _before_start(estimate.placebo, margin),
    )


def _control(
    diagnostic_id: str, found: Difference | None, bound: float, broken: str, kept: str
) -> Diagnostic:
    if found is None:
        return unmade(diagnostic_id, bound, "too few people to make the check")
    is_met = not beyond(found, bound)
    return judged_difference(diagnostic_id, found, bound, is_met=is_met, met=kept, broken=broken)


def _before_start(placebo: Difference | None, margin: float) -> Diagnostic:
    if placebo is None:
        return unmade("change_before_start", margin, "too few people with six months before")
    return judged_difference(
        "change_before_start",
        placebo,
        margin,
        is_met=not beyond(placebo, margin),
        met="before the start the arms are not shown to have changed differently",
        broken="before the start the arms changed differently: they start in dips of unlike depth",
    )
