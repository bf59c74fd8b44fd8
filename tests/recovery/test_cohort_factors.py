"""What a plain referee finds in the population: planted factors, nulls and signs that mislead.

Expected values are those of the design's own, independent simulation (one seed, 4,000 people, 392
days). Allowed: 0.06 on the log scale, set before the first run, and three standard errors.
"""

from __future__ import annotations

from math import log

import pytest
from cohort_panel import untreated_panel
from mantel_haenszel import onset_odds_ratio, shifted

SIZES = [
    pytest.param((1500, 224, 2611), id="small"),
    pytest.param((4000, 392, 2612), id="full", marks=pytest.mark.long),
]
PLANTED = [
    ("menses_window", 0, 1.83),
    ("stress_letdown", 0, 1.74),
    ("sleep_poor", 1, 1.37),
    ("alcohol_heavy", 1, 2.03),
    ("meal_skipped", 0, 1.30),
    ("travel", 0, 1.30),
    ("sleep_short", 1, 1.05),
    ("posture_poor", 1, 0.99),
    ("chocolate", 1, 1.01),
    ("x_nc1", 1, 1.01),
    # Its reference days include the menstrual window, so a plain contrast makes it look protective.
    ("ovulation_window", 0, 0.89),
]
SIGNS = [
    ("neck_pain_any", (7.1, 2.0, 0.99)),
    ("fatigue", (3.4, 2.9, 0.99)),
    ("bright_light", (9.6, 3.5, 0.98)),
    ("x_craving", (1.8, 2.3, 1.01)),
]
LEADS = [("neck_pain_any", 1.7), ("fatigue", 1.4), ("bright_light", 2.1), ("x_craving", 1.05)]


def agrees(found: tuple[float, float], expected: float) -> bool:
    ratio, standard_error = found
    return abs(log(ratio) - log(expected)) <= 0.06 + 3 * standard_error


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("code", "lag", "expected"), PLANTED)
def test_a_plain_stratified_contrast_finds_what_was_planted(size, code, lag, expected):
    panel = untreated_panel(*size)
    found = onset_odds_ratio(panel.migraine, panel.exposed(code), panel.weekend, lag)
    assert agrees(found, expected), f"{code}: found {found[0]:.3f}, expected {expected}"


@pytest.mark.parametrize("size", SIZES)
def test_let_down_is_as_planted_once_yesterdays_stress_is_held_fixed(size):
    """Whoever was let down was stressed yesterday, which acts today: 1.74 becomes 1.50."""
    panel = untreated_panel(*size)
    yesterday = shifted(panel.days(lambda world: world.values["stress"]), 1)
    found = onset_odds_ratio(panel.migraine, panel.exposed("stress_letdown"), yesterday, 0)
    assert agrees(found, 1.50), found


@pytest.mark.parametrize("size", SIZES)
def test_ovulation_does_nothing_once_the_menstrual_window_is_set_apart(size):
    panel = untreated_panel(*size)
    window = panel.exposed("menses_window")
    found = onset_odds_ratio(panel.migraine, panel.exposed("ovulation_window"), window, 0)
    assert agrees(found, 1.0), found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("code", "expected"), SIGNS)
def test_signs_of_an_attack_look_like_triggers_until_two_days_before(size, code, expected):
    panel = untreated_panel(*size)
    for lag, ratio in enumerate(expected):
        found = onset_odds_ratio(panel.migraine, panel.recorded(code), panel.weekend, lag)
        assert agrees(found, ratio), f"{code} lag {lag}: found {found[0]:.3f}, expected {ratio}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("code", "expected"), LEADS)
def test_the_day_after_betrays_most_signs(size, code, expected):
    """Craving hardly shows: why a sign must be declared one, whatever a lead test says."""
    panel = untreated_panel(*size)
    found = onset_odds_ratio(panel.migraine, panel.recorded(code), panel.weekend, -1)
    assert agrees(found, expected), f"{code}: found {found[0]:.3f}, expected {expected}"


@pytest.mark.parametrize("size", SIZES)
def test_pooled_over_people_posture_looks_harmful_and_alcohol_protective(size):
    """Nothing happens within a person; who sits badly has more migraine, who drinks has less."""
    panel = untreated_panel(*size)
    for code, worse in (("posture_poor", True), ("alcohol_any", False)):
        exposed, migraine = panel.exposed(code)[:-1], panel.migraine[1:]
        odds = [
            share / (1 - share) for share in (migraine[exposed].mean(), migraine[~exposed].mean())
        ]
        assert (odds[0] / odds[1] > 1.15) if worse else (odds[0] / odds[1] < 0.87)
