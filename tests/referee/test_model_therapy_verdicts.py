"""Therapy verdicts as a table: both sides beyond the worthwhile margin, or not settled."""

from __future__ import annotations

import pytest

from models.therapies.bracket.bracket_results import Difference, TherapyEstimate, difference
from models.therapies.therapy_verdicts import therapy_verdict

FEW = "fewer than 50 starters"


def bracket(adjusted: Difference | None, change: Difference | None) -> TherapyEstimate:
    reasons = (FEW,) if adjusted is None or change is None else ()
    return TherapyEstimate(400, 500, adjusted, change, None, None, None, None, reasons)


def side(effect: float, error: float = 0.25) -> Difference:
    return difference(effect, error, 400, 500)


@pytest.mark.parametrize(
    ("adjusted", "change", "code", "reason"),
    [
        (side(-1.5), side(-1.2), "supported", "fewer days"),
        (side(1.5), side(1.2), "supported", "more days"),
        (side(-1.5), side(-0.9), "not_settled", "the change interval"),
        (side(-0.9), side(-1.5), "not_settled", "the adjusted interval"),
        (side(-0.3, 0.01), side(-0.3, 0.01), "not_settled", "does not lie beyond 0.5"),
        (side(-1.5), side(1.5), "not_settled", "opposite directions"),
        (side(-4.1), side(-1.5), "not_settled", "implausible, check confounding"),
        (side(-1.5), None, "not_settled", FEW),
        (None, side(-1.5), "not_settled", FEW),
        (None, None, "insufficient_data", FEW),
    ],
)
def test_rules(adjusted: Difference | None, change: Difference | None, code: str, reason: str):
    verdict = therapy_verdict(bracket(adjusted, change))
    assert verdict.code == code
    assert any(reason in said for said in verdict.reasons)


def test_the_margin_is_a_setting() -> None:
    estimate = bracket(side(-0.9), side(-0.9))
    assert therapy_verdict(estimate).code == "not_settled"
    assert therapy_verdict(estimate, smallest_worthwhile=0.25).code == "supported"
    with pytest.raises(ValueError, match="negative"):
        therapy_verdict(estimate, smallest_worthwhile=-0.1)
