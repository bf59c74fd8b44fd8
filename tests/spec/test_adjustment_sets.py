"""What each factor is adjusted for: what comes before it, never a consequence or an early sign."""

from __future__ import annotations

import pytest

from triggerscape.adjustment_sets import ALSO_HELD, NOT_HELD, Departure, adjustment_set, moment
from triggerscape.factors import FACTORS, Claim, Factor

BY_CODE = {factor.code: factor for factor in FACTORS}
SIGNS = {factor.code for factor in FACTORS if factor.claim is Claim.PREMONITORY}
CAUSES = [factor for factor in FACTORS if factor.code not in SIGNS]
DEPARTURES = [*ALSO_HELD, *NOT_HELD]


def held(code: str) -> set[str]:
    return set(adjustment_set(BY_CODE[code], FACTORS))


@pytest.mark.parametrize(
    ("factor", "is_held", "is_not_held"),
    [
        ("weekend", "menses_window travel", "alcohol_any stress_level sleep_short"),
        ("ovulation_window", "menses_window", "caffeine_high"),  # else its reference days hold it
        ("sleep_poor", "weekend", "stress_level alcohol_any sleep_short"),
        ("stress_level", "sleep_poor stress_letdown alcohol_any", "sleep_short meal_skipped"),
        ("alcohol_any", "alcohol_heavy stress_level weekend", "sleep_short meal_skipped"),
        ("alcohol_heavy", "alcohol_any", "sleep_short"),
        ("caffeine_withdrawal", "stress_level", "caffeine_high sleep_short"),
        ("caffeine_high", "caffeine_withdrawal sleep_short", ""),
        ("screen_long", "stress_level", "posture_poor"),
        ("posture_poor", "screen_long", "sleep_short"),
        ("sleep_short", "alcohol_any stress_level travel", "caffeine_high stress_letdown"),
        ("stress_letdown", "stress_level sleep_short", ""),
        ("neck_pain_any", "stress_level alcohol_any caffeine_high fatigue", ""),
    ],
)
def test_the_set_of_a_factor(factor: str, is_held: str, is_not_held: str) -> None:
    assert set(is_held.split()) <= held(factor)
    assert not set(is_not_held.split()) & held(factor)


@pytest.mark.parametrize("factor", CAUSES, ids=lambda factor: factor.code)
def test_no_early_sign_is_held_and_nothing_later_without_a_reason(factor: Factor) -> None:
    later = {other.code for other in CAUSES if moment(other) > moment(factor)}
    reasoned = {d.other for d in ALSO_HELD if d.factor == factor.code}
    assert not held(factor.code) & SIGNS
    assert held(factor.code) & later == reasoned
    assert factor.code not in held(factor.code)


@pytest.mark.parametrize("departure", DEPARTURES, ids=lambda d: f"{d.factor}, {d.other}")
def test_a_departure_says_why_and_changes_something(departure: Departure) -> None:
    in_time = moment(BY_CODE[departure.other]) <= moment(BY_CODE[departure.factor])
    assert in_time is (departure in NOT_HELD)
    assert len(departure.reason.split()) > 8


@pytest.mark.parametrize(
    ("domain", "lag", "earlier"),
    [
        ("diet", 2, ["sleep_short", "alcohol_any", "sleep_poor"]),
        ("sleep", 2, ["stress_level", "sleep_poor"]),
        ("weather", 0, ["alcohol_any", "sleep_poor"]),
        ("diet", 1, ["sleep_short", "meal_skipped"]),
    ],
)
def test_a_factor_of_a_site_finds_its_place_by_domain_and_lag(
    domain: str, lag: int, earlier: list[str]
) -> None:
    own = Factor("x_own", "A factor of a site", domain, lag)
    assert all(moment(own) < moment(BY_CODE[code]) for code in earlier)
    assert "x_own" in adjustment_set(BY_CODE["meal_skipped"], [*FACTORS, own])


def test_only_what_the_diaries_record_is_held() -> None:
    few = [BY_CODE[code] for code in ("alcohol_any", "weekend", "fatigue")]
    assert adjustment_set(few[0], few) == ("weekend",)
