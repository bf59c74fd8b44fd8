"""Sites: their own estimates and those without them, against fits of just those people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_diary import FACTORS, batches_of, small_diary

from models.results import FactorEstimate, Status
from models.triggers.sites.across_sites import pool_factors
from models.triggers.sites.leave_one_out import leave_one_site_out
from models.triggers.sites.site_estimates import NOT_SETTLED, site_estimates
from models.triggers.within_person import AUDIT_GOAL, fit_within_person


def sites_that_differ(n_people: int = 900) -> pd.DataFrame:
    """Three sites; in the south alcohol does the opposite of what it does elsewhere."""
    frame = small_diary(n_people=n_people)
    south = frame["site_code"] == "south"
    draw = np.random.default_rng(8)
    moved = (draw.random(len(frame)) < 0.15 - 0.1 * frame["alcohol"]).astype(float)
    return frame.assign(outcome=frame["outcome"].where(~south, moved))


def distance(one: FactorEstimate, other: FactorEstimate) -> float:
    """How far apart two estimates are, in standard errors of the second."""
    return abs(one.log_rate_ratio - other.log_rate_ratio) / other.standard_error


@pytest.mark.parametrize("by_stratum", [False, True])
def test_a_sites_own_estimates_are_those_of_its_people_alone(by_stratum: bool) -> None:
    frame = sites_that_differ()
    source, how = batches_of(frame), {"by_stratum": by_stratum, "decrement_goal": AUDIT_GOAL}
    fit = fit_within_person(source, FACTORS, **how)
    own = site_estimates(source, fit, **how)
    for site, estimates in own.items():
        alone = fit_within_person(batches_of(frame[frame["site_code"] == site]), FACTORS, **how)
        for found, expected in zip(estimates, alone.estimates, strict=True):
            assert found.log_rate_ratio == pytest.approx(expected.log_rate_ratio, abs=1e-9)
            assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-6)
            assert found.support == expected.support
    assert own["south"][1].log_rate_ratio < -0.5 < 0 < own["north"][1].log_rate_ratio


def test_one_further_pass_brings_sites_within_a_hundredth_of_an_error() -> None:
    frame = sites_that_differ()
    scans: list[int] = []

    def counted() -> list:
        scans.append(1)
        return batches_of(frame)()

    fit = fit_within_person(batches_of(frame), FACTORS)
    own = site_estimates(counted, fit)
    assert len(scans) == 1
    for site, estimates in own.items():
        alone = fit_within_person(batches_of(frame[frame["site_code"] == site]), FACTORS)
        for found, expected in zip(estimates, alone.estimates, strict=True):
            assert distance(found, expected) < 0.01


def test_without_a_site_is_what_its_absence_gives() -> None:
    """One step, for sites that are each one of twelve; errors are those of where it began."""
    frame = small_diary(n_people=2400)
    frame["site_code"] = "site " + (frame["person_id"] % 12).astype(str)
    fit = fit_within_person(batches_of(frame), FACTORS)
    without = leave_one_site_out(fit)
    assert len(without) == 12
    for site, estimates in without.items():
        others = batches_of(frame[frame["site_code"] != site])
        refitted = fit_within_person(others, FACTORS, decrement_goal=AUDIT_GOAL)
        for found, expected in zip(estimates, refitted.estimates, strict=True):
            assert distance(found, expected) < 0.01
            assert found.standard_error == pytest.approx(expected.standard_error, rel=0.02)
            assert found.support == expected.support


def test_a_small_site_says_why_it_has_no_estimate_and_takes_nothing_from_the_others() -> None:
    frame = small_diary(n_people=600)
    few = frame["person_id"] < 20
    frame["site_code"] = frame["site_code"].mask(few, "attic")
    fit = fit_within_person(batches_of(frame), FACTORS)
    own = site_estimates(batches_of(frame), fit)
    stress, alcohol, _ = own["attic"]
    assert stress.status is Status.NOT_ESTIMABLE
    assert stress.reason == "fewer than 20 informative people at the site"
    assert alcohol.log_rate_ratio is None
    without_attic = batches_of(frame[frame["site_code"] != "attic"])
    alone = site_estimates(without_attic, fit_within_person(without_attic, FACTORS))
    assert distance(own["north"][0], alone["north"][0]) < 0.01


def test_a_factor_without_a_number_at_a_site_still_adjusts_the_others_there() -> None:
    frame = small_diary(n_people=900)
    draw = np.random.default_rng(4)
    north = frame["site_code"] == "north"
    # At the north the rare thing happens on few days, and stress is higher on those.
    frame["rare"] = (draw.random(len(frame)) < np.where(north, 0.004, 0.2)).astype(float)
    frame["stress"] += 2 * frame["rare"]
    factors = (*FACTORS, "rare")
    fit = fit_within_person(batches_of(frame), factors)
    own = site_estimates(batches_of(frame), fit)
    assert own["north"][3].reason == "fewer than 10 attacks to be expected on exposed days"
    assert own["north"][0].status is Status.ESTIMATED
    assert own["south"][3].status is Status.ESTIMATED


def test_a_site_whose_events_two_factors_tell_apart_has_no_clear_top() -> None:
    """At the north every event has one of two things before it, and no other day has either."""
    frame = small_diary(n_people=900)
    draw = np.random.default_rng(9)
    north = (frame["site_code"] == "north").to_numpy()
    event = (frame["outcome"] > 0).to_numpy()
    coin = draw.random(len(frame)) < 0.5
    anywhere = draw.random((2, len(frame))) < 0.2
    frame["cheese"] = np.where(north, event & coin, anywhere[0]).astype(float)
    frame["cocoa"] = np.where(north, event & ~coin, anywhere[1]).astype(float)
    factors = (*FACTORS, "cheese", "cocoa")
    fit = fit_within_person(batches_of(frame), factors)
    own = site_estimates(batches_of(frame), fit)
    assert {row.reason for row in own["north"]} == {NOT_SETTLED}
    assert {row.status for row in own["south"]} == {Status.ESTIMATED}


def test_fewer_than_five_sites_are_not_pooled_and_a_factor_without_estimates_is_named() -> None:
    frame = small_diary(n_people=900)
    fit = fit_within_person(batches_of(frame), FACTORS)
    pooled = pool_factors(site_estimates(batches_of(frame), fit))
    assert sorted(pooled) == sorted(FACTORS)
    assert pooled["alcohol"].reason == "fewer than 5 sites"
    assert pooled["alcohol"].n_sites == 3
    assert pooled["alcohol"].mean is None


def test_every_number_of_threads_gives_the_same_bits() -> None:
    frame = sites_that_differ(n_people=3000)
    fit = fit_within_person(batches_of(frame), FACTORS)
    one = site_estimates(batches_of(frame), fit)
    assert site_estimates(batches_of(frame, rows=33), fit, threads=4) == one
