"""How much migraine there is, how it clusters and how it drifts: checked against published figures.

Each figure is pooled over three seeds chosen beforehand. Tolerances were set before the first run.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from cohort_panel import untreated_panel

from triggerscape.cohort.days.enrolment import month_totals, peak_choice
from triggerscape.cohort.setting.calendar import MONTH

SEEDS = (2601, 2602, 2603)
SIZES = [
    pytest.param((900, 364), id="small"),
    pytest.param((4000, 392), id="full", marks=pytest.mark.long),
]


@cache
def migraine_of(size: tuple[int, int]) -> np.ndarray:
    """Every person of every seed, untreated; shape (364, people)."""
    return np.concatenate([untreated_panel(*size, seed).migraine[:364] for seed in SEEDS], axis=1)


def mildest(migraine: np.ndarray, share: float) -> np.ndarray:
    """The people with fewest migraine days, as many as have this share of such days together."""
    order = np.argsort(migraine.mean(axis=0), kind="stable")
    pooled = np.cumsum(migraine.mean(axis=0)[order]) / np.arange(1, len(order) + 1)
    return migraine[:, order[: np.searchsorted(pooled, share)]]


@pytest.mark.parametrize("size", SIZES)
def test_people_have_as_many_migraine_days_as_a_headache_centre_sees(size):
    """Leiden diary: 7.1 a month, SD 5.0 between people."""
    per_month = migraine_of(size).mean(axis=0) * MONTH
    assert per_month.mean() == pytest.approx(7.1, abs=1.1)
    assert per_month.std() == pytest.approx(5.0, abs=0.7)


@pytest.mark.parametrize("size", SIZES)
def test_a_migraine_day_makes_the_next_likely(size):
    """Park's diary, where 7% of days are migraine days: 0.315 after one, 0.050 after none."""
    migraine = mildest(migraine_of(size), 0.07)
    today, before = migraine[1:], migraine[:-1]
    assert today[before].mean() == pytest.approx(0.315, abs=0.04)
    assert today[~before].mean() == pytest.approx(0.050, abs=0.01)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("lag", "published"), [(1, 0.267), (2, 0.167)])
def test_autocorrelation_fades_within_days(size, lag, published):
    migraine = mildest(migraine_of(size), 0.07).astype(float)
    centred = migraine - migraine.mean()
    found = (centred[lag:] * centred[:-lag]).mean() / (centred**2).mean()
    assert found == pytest.approx(published, abs=0.05)


@pytest.mark.parametrize("size", SIZES)
def test_months_differ_as_published(size):
    """12% of neighbouring months lie on both sides of 15 days (ARMR); 36% differ by one at most.

    The registry finds 47% for the second, daily headache included; 36% is the design's figure.
    """
    migraine = migraine_of(size)
    months = migraine.reshape(13, MONTH, -1).sum(axis=1)
    frequent = months >= 15
    assert (frequent[1:] != frequent[:-1]).mean() == pytest.approx(0.12, abs=0.03)
    small = np.abs(np.diff(months, axis=0)) <= 1
    assert small.mean() == pytest.approx(0.36, abs=0.04)


@pytest.mark.parametrize("size", SIZES)
def test_untreated_people_who_join_at_a_peak_improve_by_a_third(size):
    """M-sense app, uncontrolled: 32% fewer; two in five look like responders to nothing at all."""
    migraine = migraine_of(size)
    months = month_totals(migraine, np.arange(0, 364, MONTH))
    joined = peak_choice(months, 0.25, np.random.default_rng(2604))
    person = np.flatnonzero(joined <= len(months) - 4)
    at_first = months[joined[person], person]
    later = months[joined[person] + 3, person]
    assert later.mean() / at_first.mean() - 1 == pytest.approx(-0.32, abs=0.05)
    with_migraine = at_first > 0
    responders = later[with_migraine] <= 0.5 * at_first[with_migraine]
    assert responders.mean() == pytest.approx(0.41, abs=0.06)
