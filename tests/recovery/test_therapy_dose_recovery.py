"""A planted dose is found by level and by slope; what people look like by themselves misleads."""

from __future__ import annotations

import polars as pl
import pytest
from arm_world import draw_doses
from scipy import stats

from models.therapies.doses.dose_rows import dose_rows

LINE, NOTHING = -0.5, 0.0


def fits(per_session: float, seeds: range, n_people: int = 1200) -> pl.DataFrame:
    """The rows given the start alone, of every seed."""
    rows = [dose_rows(draw_doses(n_people, per_session, seed), "omt") for seed in seeds]
    return pl.concat(rows).filter(pl.col("estimand_id") == "dose_landmark")


def plausible(rows: pl.DataFrame, truth: float) -> bool:
    """Do as many intervals hold the truth as 95% intervals do, but for one chance in 1000?"""
    held = rows.filter((pl.col("ci_low") <= truth) & (pl.col("ci_high") >= truth)).height
    return bool(stats.binomtest(held, rows.height, 0.95).pvalue > 0.001)


@pytest.mark.parametrize(("per_session", "first"), [(LINE, 0), (NOTHING, 500)])
def test_slope_and_levels_hold_the_truth(per_session: float, first: int):
    found = fits(per_session, range(first, first + 20))
    slopes = found.filter(pl.col("dose_level") == "per session")
    assert plausible(slopes, per_session)
    assert slopes["difference"].mean() == pytest.approx(per_session, abs=0.1)
    for level, further in (("2", 1), ("3", 2)):
        rows = found.filter(pl.col("dose_level") == level)
        assert plausible(rows, further * per_session)


def test_people_who_come_more_often_look_worse_for_it_unless_their_months_are_held_alike():
    """The reason the comparison is not made by itself: a useless therapy would look harmful."""
    frame = draw_doses(1200, NOTHING, 500)
    line = stats.linregress(frame["sessions_28"], frame["mmd_after"])
    assert line.slope - 1.96 * line.stderr > 0


@pytest.mark.long
@pytest.mark.parametrize(("per_session", "first"), [(LINE, 10_000), (NOTHING, 20_000)])
def test_coverage_over_200_seeds(per_session: float, first: int):
    found = fits(per_session, range(first, first + 200))
    for level, further in (("per session", 1), ("2", 1), ("3", 2)):
        assert plausible(found.filter(pl.col("dose_level") == level), further * per_session)
