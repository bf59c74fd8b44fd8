"""People, sites and calendar of a synthetic population."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from triggerscape.cohort.days.exposures import exposure
from triggerscape.cohort.population import Population, make_population
from triggerscape.cohort.setting.burden import intercepts, stationary_share
from triggerscape.cohort.setting.calendar import LAST_DAY, RUN_IN, Calendar
from triggerscape.cohort.setting.cycle import make_cycles
from triggerscape.cohort.setting.draws import Luck
from triggerscape.cohort.setting.sites import make_sites, share_people
from triggerscape.cohort.truth import default_truth


def population(people: int = 60, days: int = 112, sites: int = 2, seed: int = 5) -> Population:
    return make_population(people, days, sites, seed, default_truth())


def test_twelve_sites_hold_every_special_one():
    sites = make_sites(12)
    traits = [trait for site in sites for trait in site.traits]
    assert [site.code for site in sites] == [f"S{number:02d}" for number in range(1, 13)]
    assert sum(site.attacks_only for site in sites) == 2
    for special in ("mean_item_hit6", "headache_free", "calendar_months", "semicolon"):
        assert traits.count(special) == 1


@pytest.mark.parametrize("count", [1, 3, 5])
def test_fewer_than_six_sites_are_all_plain(count):
    for site in make_sites(count):
        assert not site.traits
        assert not site.not_collected
        assert not site.attacks_only


@pytest.mark.parametrize(("people", "count"), [(3000, 12), (100, 7), (13, 12), (5, 5)])
def test_every_person_has_one_site(people, count):
    shares = share_people(people, make_sites(count))
    assert shares.sum() == people
    assert len(set(shares.tolist())) > 1 or people == count


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [({"sites": 0}, "at least one site"), ({"people": 1}, "spread"), ({"days": 30}, "28 days")],
)
def test_an_impossible_population_is_refused(wrong, complaint):
    with pytest.raises(ValueError, match=complaint):
        population(**wrong)


def test_the_study_ends_on_a_fixed_day_and_weekends_fall_where_they_should():
    calendar = Calendar(392)
    assert calendar.date_of(calendar.length - 1) == LAST_DAY == date(2026, 10, 31)
    weekend = calendar.weekend()
    for day in range(0, calendar.length, 13):
        assert weekend[day] == (calendar.date_of(day).isoweekday() >= 6)
        assert calendar.month_of_year()[day] == calendar.date_of(day).month


def test_people_enrol_over_the_first_part_of_the_study():
    world = population(people=300, days=392).world(0)
    assert world.enrolled.min() >= RUN_IN
    assert world.enrolled.max() <= world.calendar.last_enrolment
    assert np.ptp(world.enrolled) > 60


def test_a_world_is_the_same_each_time_and_different_for_another_seed():
    first, again = population().world(1), population().world(1)
    other = population(seed=6).world(1)
    assert np.array_equal(first.days.migraine, again.days.migraine)
    assert first.courses == again.courses
    assert not np.array_equal(first.days.migraine, other.days.migraine)


@pytest.mark.parametrize("intercept", [-4.0, -2.0, 0.5])
def test_the_stationary_share_is_where_a_long_walk_ends_up(intercept):
    """Referee: multiply the four states' transition matrix with itself until nothing changes."""
    first, second = 1.5, 0.5
    steps = np.zeros((4, 4))
    for today in (0, 1):
        for before in (0, 1):
            chance = 1 / (1 + np.exp(-(intercept + first * today + second * before)))
            steps[2 * today + before, 2 + today] = chance
            steps[2 * today + before, today] = 1 - chance
    settled = np.linalg.matrix_power(steps, 4096)[0]
    expected = settled[2] + settled[3]
    assert stationary_share(np.array([intercept]), first, second)[0] == pytest.approx(expected)
    found = intercepts(np.array([expected]), first, second)[0]
    assert found == pytest.approx(intercept, abs=1e-4)


def test_windows_follow_from_the_bleeding_days_alone():
    """Referee: a first day is a bleeding day with none in the ten days before."""
    cycle = make_cycles(np.ones(40, dtype=bool), 200, Luck(7, 0))
    for bleeding, menses, ovulation in zip(
        cycle.bleeding.T, cycle.menses_window.T, cycle.ovulation_window.T, strict=True
    ):
        firsts = [
            day for day in np.flatnonzero(bleeding) if not bleeding[max(day - 10, 0) : day].any()
        ]
        assert all(21 <= gap <= 38 for gap in np.diff(firsts))
        for day in range(15, firsts[-1] - 20):
            near = any(-2 <= day - first <= 3 for first in firsts)
            fertile = any(12 <= first - day <= 16 for first in firsts)
            assert menses[day] == near
            assert ovulation[day] == fertile


def test_exposures_are_as_frequent_as_planned():
    world = population(people=900, days=224, sites=1, seed=8).world(0)
    planned = {
        "sleep_short": 0.22,
        "sleep_poor": 0.18,
        "stress_letdown": 0.13,
        "posture_poor": 0.30,
        "screen_long": 0.30,
        "alcohol_any": 0.22,
        "alcohol_heavy": 0.015,
        "caffeine_high": 0.15,
        "caffeine_withdrawal": 0.08,
        "meal_skipped": 0.12,
        "water_low": 0.30,
        "chocolate": 0.20,
        "cheese": 0.08,
        "travel": 0.01,
        "odour": 0.05,
        "x_nc1": 0.15,
    }
    for code, prevalence in planned.items():
        found = exposure(code, world.around)[1:].mean()
        assert found == pytest.approx(prevalence, rel=0.2, abs=0.005), code


def test_weather_is_the_same_for_all_people_of_a_site_and_as_frequent_as_planned():
    drops = []
    for world in population(people=24, days=392, sites=12, seed=8).worlds():
        series = exposure("x_pressure_drop", world.around)
        assert (series == series[:, :1]).all()
        drops.append(series[:, 0])
    assert np.mean(drops) == pytest.approx(0.10, abs=0.02)
