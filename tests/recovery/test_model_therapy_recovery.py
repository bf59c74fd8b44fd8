"""The bracket in four worlds whose answer is known: effect or none, severity seen or hidden.

What hundreds of seeds say is in docs/therapy-recovery.md; here a few at every run, and the hundreds
on demand.
"""

from __future__ import annotations

import polars as pl
import pytest
from scipy import stats
from therapy_measure import SEEDS, draw
from therapy_naive import NAIVE
from therapy_seed import ADJUSTED, BRACKET, CHANGE
from therapy_summary import OPEN, broken, cells, coverage, false_support
from therapy_world import (
    COMPARATOR,
    DRAWN_FOR_EACH,
    MONTH,
    NOTHING,
    WORLDS,
    draw_people,
    trial_of,
)

FEW = {world: range(40_000 + 100 * n, 40_006 + 100 * n) for n, world in enumerate(WORLDS)}
LARGE, CHOSEN_ON = 60_000, 1  # the seed on which the numbers of the worlds were chosen


@pytest.fixture(scope="module")
def few() -> pl.DataFrame:
    return pl.concat([draw(world, 3_000, seeds) for world, seeds in FEW.items()], how="diagonal")


@pytest.fixture(scope="module")
def hundreds() -> pl.DataFrame:
    return pl.concat([draw(*world, seeds) for world, seeds in SEEDS.items()], how="diagonal")


@pytest.fixture(scope="module")
def one_large() -> dict[str, pl.DataFrame]:
    return {name: draw_people(world, LARGE, CHOSEN_ON) for name, world in WORLDS.items()}


def test_months_are_counts_that_scatter_more_than_coins(one_large: dict[str, pl.DataFrame]) -> None:
    month = one_large["S3"]["mmd_m1"]
    assert month.is_between(0, MONTH).all()
    assert (month == month.round()).all()
    assert month.var() / month.mean() == pytest.approx(4.0, abs=0.4)


def test_effects_are_those_of_the_design(one_large: dict[str, pl.DataFrame]) -> None:
    """-0.0415 migraine days a day, -0.0475 where severity chooses; nothing in the other two."""
    effect = {name: people.filter(chose="A")["effect"].mean() for name, people in one_large.items()}
    assert effect["S1"] / MONTH == pytest.approx(-0.0415, abs=0.002)
    assert effect["S2"] / MONTH == pytest.approx(-0.0475, abs=0.002)
    assert effect["S3"] == effect["S4"] == 0
    others = pl.concat(one_large.values()).filter(pl.col("chose") != "A")
    assert others["effect"].abs().max() == 0


def test_starters_of_nothing_that_works_get_better_by_themselves(
    one_large: dict[str, pl.DataFrame],
) -> None:
    """Regression to the mean: 0.02 migraine days a day less after a placebo."""
    for name in ("S3", "S4"):
        started = one_large[name].filter(pl.col("chose") == "A")
        fall = (started["mmd_after"] - started["mmd_m1"]).mean() / MONTH
        assert fall == pytest.approx(-0.02, abs=0.005)


def test_hidden_severity_chooses_beyond_the_last_months(
    one_large: dict[str, pl.DataFrame],
) -> None:
    """Among people alike in every month before the start, starters do worse only if it is there."""
    gap = {}
    for name in ("S3", "S4"):
        months = pl.sum_horizontal(f"mmd_m{month}" for month in range(1, 7))
        alike = one_large[name].with_columns(band=(months / 6).round()).filter(months > 0)
        means = alike.group_by("band", "chose").agg(pl.col("mmd_after").mean(), pl.len())
        wide = means.filter(pl.col("len") > 200).pivot("chose", index="band", values="mmd_after")
        gap[name] = wide.select((pl.col("A") - pl.col(NOTHING)).mean()).item()
    assert abs(gap["S3"]) < 0.25
    assert gap["S4"] > 0.4


def test_both_comparators_meet_as_many_people_as_asked_for(
    one_large: dict[str, pl.DataFrame],
) -> None:
    for comparator in (NOTHING, COMPARATOR):
        pair = trial_of(one_large["S1"], comparator, LARGE // DRAWN_FOR_EACH)
        assert pair.height == LARGE // DRAWN_FOR_EACH
        assert set(pair["chose"]) == {"A", comparator}


@pytest.mark.parametrize("comparator", [NOTHING, COMPARATOR])
@pytest.mark.parametrize("analysis", [ADJUSTED, CHANGE])
def test_no_side_is_far_from_the_truth_where_every_reason_is_known(
    few: pl.DataFrame, comparator: str, analysis: str
) -> None:
    """A mean of six seeds within four of its standard errors."""
    rows = few.filter(pl.col("world").is_in(OPEN), comparator=comparator, analysis=analysis)
    error = (rows["estimate"] - rows["truth"]).mean()
    assert abs(error) < 4 * rows["standard_error"].mean() / len(rows) ** 0.5


def test_what_does_nothing_is_never_supported(few: pl.DataFrame) -> None:
    assert false_support(few) == 0


def test_what_works_is_supported(few: pl.DataFrame) -> None:
    """More seeds than 95% would give but for one chance in 1,000."""
    supported = few.filter(world="S1", analysis=BRACKET)["supported"]
    assert stats.binomtest(int(supported.sum()), len(supported), 0.95).pvalue > 0.001


def test_before_and_after_alone_credits_nothing_with_half_a_day(few: pl.DataFrame) -> None:
    rows = few.filter(world="S3", analysis="before and after", comparator=NOTHING)
    assert rows["estimate"].mean() < -0.3
    assert coverage(rows, "before and after") < 0.5


@pytest.mark.long
def test_the_bracket_keeps_its_promises(hundreds: pl.DataFrame) -> None:
    assert broken(hundreds, BRACKET) == []


@pytest.mark.long
def test_the_adjusted_side_covers_as_it_says_where_every_reason_is_known(
    hundreds: pl.DataFrame,
) -> None:
    rows = hundreds.filter(pl.col("world").is_in(OPEN))
    assert 0.93 <= coverage(rows, ADJUSTED) <= 0.97


@pytest.mark.long
def test_hidden_severity_fools_the_adjusted_side_and_never_the_bracket(
    hundreds: pl.DataFrame,
) -> None:
    hidden = hundreds.filter(world="S4", comparator=NOTHING)
    assert coverage(hidden, ADJUSTED) < 0.5, "too easy a world"
    assert not hidden.filter(analysis=BRACKET)["supported"].any()


@pytest.mark.long
@pytest.mark.parametrize("analysis", NAIVE)
def test_the_same_promises_are_broken_by_naive_analyses(
    hundreds: pl.DataFrame, analysis: str
) -> None:
    assert broken(hundreds, analysis)


@pytest.mark.long
def test_every_seed_was_drawn(hundreds: pl.DataFrame) -> None:
    assert set(cells(hundreds)["seeds"]) == {200, 100}
