"""What a comparison may be called, as tables: bracket, checks that decide, no start, outcomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.therapies.bracket.bracket_results import Difference, TherapyEstimate, difference
from models.therapies.bracket.overlap import Balance, Overlap
from models.therapies.diagnostics.therapy_diagnostics import therapy_diagnostics
from models.therapies.therapy_verdicts import further_verdict, therapy_verdict

FEW = "fewer than 50 people of an arm inside the overlap"
ALIKE = Overlap(0.95, 400.0, (Balance("age_years", 0.3, 0.02),), 0.01)


def side(effect: float, error: float = 0.25) -> Difference:
    return difference(effect, error, 400, 500)


def bracket(
    adjusted: Difference | None, change: Difference | None, **changes: object
) -> TherapyEstimate:
    reasons = (FEW,) if adjusted is None or change is None else ()
    estimate = TherapyEstimate(400, 500, adjusted, change, None, ALIKE, 0.7, 1.8, reasons, 0.1)
    return replace(estimate, **changes)


GOOD = bracket(side(-1.5), side(-1.4))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"n_started_a": 49}, "fewer than 50 people in an arm"),
        ({"overlap": replace(ALIKE, overlap_share=0.49)}, "fewer than half of the starters"),
        ({"overlap": replace(ALIKE, effective_comparators=49.9)}, "worth fewer than 50 people"),
        (
            {"overlap": replace(ALIKE, balance=(Balance("age_years", 0.3, -0.1),))},
            "still differ in age years",
        ),
        (
            {"overlap": replace(ALIKE, balance=(Balance("site north", 1.0, float("inf")),))},
            "still differ in site",
        ),
        ({"logging": side(1.6)}, "days with an entry differ"),
        ({"later_start": side(-1.1)}, "yet to come"),
        ({"adjusted": side(-4.1)}, "implausible, check confounding"),
    ],
)
def test_a_check_that_decides_unsettles_an_effect_both_sides_show(
    changes: dict[str, object], reason: str
) -> None:
    assert therapy_verdict(GOOD).code == "supported"
    verdict = therapy_verdict(replace(GOOD, **changes))
    assert verdict.code == "not_settled"
    assert [said for said in verdict.reasons if reason in said]


@pytest.mark.parametrize(
    "changes",
    [
        {"logging": side(1.4)},  # its interval reaches below a day
        {"logging": side(0.9, 0.01)},  # certain, and too little to matter
        {"later_start": side(-0.3)},
        {"placebo": side(3.0)},  # the dip: shown beside the verdict
        {"e_value": 1.01},
        {"robustness_value": 0.001},
        {"minimum_detectable_difference": 3.0},
        {"logging": None, "later_start": None},  # a check that cannot be made decides nothing
    ],
)
def test_what_is_shown_only_unsettles_nothing(changes: dict[str, object]) -> None:
    assert therapy_verdict(replace(GOOD, **changes)).code == "supported"


@pytest.mark.parametrize(
    ("estimate", "active", "no_start"),
    [
        (GOOD, "supported", "supported_with_context"),
        (bracket(side(1.5), side(1.4)), "supported", "supported_with_context"),
        (bracket(side(-0.9), side(-1.4)), "not_settled", "not_settled"),
        (bracket(None, None), "insufficient_data", "insufficient_data"),
    ],
)
def test_no_start_is_never_called_supported(
    estimate: TherapyEstimate, active: str, no_start: str
) -> None:
    assert therapy_verdict(estimate).code == active
    against_none = therapy_verdict(estimate, is_no_start=True)
    assert against_none.code == no_start
    assert ("response to starting anything" in " ".join(against_none.reasons)) == (
        no_start == "supported_with_context"
    )


@pytest.mark.parametrize(
    ("headline", "estimate", "margin", "code"),
    [
        (GOOD, bracket(side(-3.0), side(-2.8)), 1.5, "supported"),
        (GOOD, bracket(side(-3.0), None, reasons=()), 1.5, "supported"),  # one side by design
        (GOOD, bracket(side(-3.0), None), 1.5, "not_settled"),
        (GOOD, bracket(side(-3.0), side(-1.6)), 1.5, "not_settled"),
        (bracket(side(-0.4), side(-1.4)), bracket(side(-3.0), side(-2.8)), 1.5, "not_settled"),
        (GOOD, bracket(side(-3.0), side(-2.8), n_started_b=40), 1.5, "not_settled"),
        (GOOD, bracket(None, None), None, "insufficient_data"),
        (GOOD, bracket(side(-3.0), side(-2.8)), None, None),
    ],
)
def test_another_outcome_follows_migraine_days(
    headline: TherapyEstimate, estimate: TherapyEstimate, margin: float | None, code: str | None
) -> None:
    verdict = further_verdict(estimate, margin, therapy_verdict(headline))
    assert (verdict and str(verdict.code)) == code
    context = further_verdict(estimate, margin, therapy_verdict(headline, is_no_start=True))
    assert (context and str(context.code)) == (
        "supported_with_context" if code == "supported" else code
    )


def test_every_check_is_told_whether_it_could_be_made_or_not() -> None:
    made, unmade = therapy_diagnostics(GOOD), therapy_diagnostics(bracket(None, None, overlap=None))
    assert [one.diagnostic_id for one in made] == [one.diagnostic_id for one in unmade]
    assert {one.diagnostic_id for one in made if one.decides} == {
        "starters_per_arm",
        "overlap_share",
        "effective_comparators",
        "largest_imbalance",
        "negative_control_outcome",
        "negative_control_exposure",
        "plausibility",
    }
    assert all(one.sentence for one in (*made, *unmade))


@pytest.mark.parametrize(
    ("therapy", "effect", "is_met"),
    [
        ("preventive_cgrp_mab", -2.0, True),
        ("preventive_cgrp_mab", -2.2, False),
        ("botulinum_toxin", -2.2, True),
        ("massage", -3.0, None),
    ],
)
def test_an_effect_is_held_against_those_of_trials(
    therapy: str, effect: float, is_met: bool | None
) -> None:
    found = therapy_diagnostics(bracket(side(effect), side(effect)), therapy)
    (beside,) = [one for one in found if one.diagnostic_id == "effect_in_trials"]
    assert beside.is_met is is_met
