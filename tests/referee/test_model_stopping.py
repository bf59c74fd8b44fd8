"""Courses: the median against statsmodels and by hand, the share against its formula."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from models.therapies.stopping.course_length import median_course
from models.therapies.stopping.course_rows import course_rows
from models.therapies.stopping.share_stopped import share_stopped


@pytest.mark.parametrize("seed", range(6))
def test_the_median_and_its_interval_equal_statsmodels(seed: int) -> None:
    draw = np.random.default_rng(seed)
    lasts, ends = draw.geometric(0.01, 150), draw.integers(20, 400, 150)
    days, is_stopped = np.minimum(lasts, ends).astype(float), lasts <= ends
    theirs = SurvfuncRight(days, is_stopped.astype(int))
    low, high = theirs.quantile_ci(0.5, method="cloglog")
    got = median_course(days, is_stopped)
    assert got.median == theirs.quantile(0.5)
    assert (got.ci_low, got.ci_high) == (low, high)


def test_the_median_by_hand() -> None:
    """Of five, two leave unseen: 4/5 after day 10, 4/5 * 2/3 after 30, and 0 after 50."""
    days = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
    is_stopped = np.array([True, False, True, False, True])
    assert median_course(days, is_stopped).median == 50
    assert median_course(days, np.ones(5, dtype=bool)).median == 30


def test_where_half_never_stop_there_is_no_median() -> None:
    days = np.arange(1.0, 101.0)
    got = median_course(days, days % 10 == 0)
    assert got.ci_high is None
    nobody = median_course(days, np.zeros(100, dtype=bool))
    assert (nobody.median, nobody.ci_low, nobody.ci_high) == (None, None, None)


def test_ending_courses_at_the_last_dose_seen_would_shorten_them() -> None:
    """Why a course whose record ends counts as lasting on, and not as stopped."""
    draw = np.random.default_rng(11)
    lasts, ends = draw.geometric(np.log(2) / 100, 4000), draw.integers(20, 300, 4000)
    seen = np.minimum(lasts, ends).astype(float)
    assert median_course(seen, lasts <= ends).median == pytest.approx(100, rel=0.07)
    assert median_course(seen, np.ones(4000, dtype=bool)).median < 80


@pytest.mark.parametrize(("stopped", "people"), [(0, 60), (13, 60), (60, 60)])
def test_the_share_has_wilsons_interval(stopped: int, people: int) -> None:
    got = share_stopped(stopped, people)
    low, high = proportion_confint(stopped, people, method="wilson")
    assert got.share == stopped / people
    assert (got.ci_low, got.ci_high) == pytest.approx((low, high), abs=1e-12)


def starters(n_people: int, stopped: int, unknown: int = 0) -> pl.DataFrame:
    known = n_people - unknown
    return pl.DataFrame(
        {
            "site_code": ["north"] * n_people,
            "is_stopped_by_84": [place < stopped for place in range(known)] + [None] * unknown,
            "days_on": [20 + place for place in range(known)] + [None] * unknown,
            "is_stopped": [place < stopped for place in range(known)] + [False] * unknown,
        }
    )


def test_the_smaller_part_is_counted_so_that_it_can_be_hidden() -> None:
    rows = course_rows(starters(100, 92, unknown=20), "omt").rows_by_key("measure_id", named=True)
    (share,) = rows["stopped_by_day_84"]
    assert (share["n_people"], share["n_in_smaller_part"]) == (80, 0)
    rows = course_rows(starters(100, 70), "omt").rows_by_key("measure_id", named=True)
    (share,), (median,) = rows["stopped_by_day_84"], rows["course_days_median"]
    assert (share["estimate"], share["n_in_smaller_part"]) == (0.7, 30)
    assert (median["estimate"], median["status"]) == (69.0, "estimated")


def test_few_starters_and_a_median_not_reached_are_said() -> None:
    few = course_rows(starters(40, 10), "omt")
    assert set(few["reason"]) == {"fewer than 50 starters are on record long enough"}
    long = course_rows(starters(100, 10), "omt").filter(measure_id="course_days_median")
    assert long["reason"].to_list() == ["fewer than half have stopped within the time on record"]
    assert long["estimate"].to_list() == [None]
