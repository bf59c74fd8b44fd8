"""Pairs of therapies by example: which are asked about, and what may be said of them."""

from __future__ import annotations

import pytest

from models.therapies.arms.arm_means import Contrast
from models.therapies.layers.layer_pairs import MOST_FITS, layer_pairs
from models.therapies.layers.layer_reading import layer_reading

GROUP_OF = {"omt_cranial": "omt", "pemf": "device"}


def asked(candidates: str, **together: int) -> dict[tuple[str, str], str]:
    """Why a pair is not fitted, by pair; ``one__other`` began both."""
    counts = {tuple(pair.split("__")): people for pair, people in together.items()}
    pairs = layer_pairs(candidates.split(), GROUP_OF, counts)
    return {(pair.one, pair.other): pair.reason for pair in pairs}


def test_pairs_that_enough_people_began_together_are_fitted_and_the_others_say_why_not():
    found = asked("pemf omt massage", massage__omt=80, omt__pemf=49)
    assert found == {
        ("massage", "omt"): "",
        ("omt", "pemf"): "fewer than 50 people began both within four weeks",
    }


def test_a_leaf_and_its_own_group_are_no_pair():
    assert asked("device omt pemf", device__pemf=500, omt__pemf=60) == {("omt", "pemf"): ""}


def test_the_number_of_fits_is_bounded_and_the_commonest_pairs_come_first():
    names = [f"t{place:02}" for place in range(11)]
    counts = {
        f"{one}__{other}": 50 + 2 * place + step
        for place, one in enumerate(names)
        for step, other in enumerate(names[place + 1 :])
    }
    found = layer_pairs(
        names, {}, {tuple(pair.split("__")): people for pair, people in counts.items()}
    )
    fitted = [pair.together for pair in found if not pair.reason]
    left_out = [pair.together for pair in found if pair.reason]
    assert len(fitted) == MOST_FITS
    assert min(fitted) >= max(left_out)
    assert {p.reason for p in found if p.reason} == {
        "not among the 40 pairs most often begun together"
    }


@pytest.mark.parametrize(
    ("low", "high", "q_value", "word"),
    [
        (-2.0, -0.6, 0.01, "more_than_added"),
        (-2.0, -0.6, 0.20, "no_interaction_shown"),
        (-2.0, -0.3, 0.01, "no_interaction_shown"),
        (0.6, 2.0, 0.01, "less_than_added"),
        (-0.4, 0.4, 0.90, "no_interaction_shown"),
    ],
)
def test_something_is_said_beyond_the_margin_and_after_all_pairs_were_counted(
    low, high, q_value, word
):
    excess = Contrast((low + high) / 2, (high - low) / 3.92, low, high, 0.001)
    assert layer_reading(excess, q_value)[0] == word


def test_less_than_added_names_the_response_to_starting_anything():
    excess = Contrast(1.3, 0.3, 0.6, 2.0, 0.001)
    assert "response to starting anything" in layer_reading(excess, 0.01)[1]


def test_a_pair_without_an_estimate_says_nothing():
    assert layer_reading(None, None)[0] == "not_estimable"
