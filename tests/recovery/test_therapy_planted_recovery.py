"""The demo's planted therapies, from people through trials to published rows, beside their truth.

What larger populations say is in docs/therapy-recovery.md; here one small population at every run.
"""

from __future__ import annotations

import polars as pl
import pytest
from therapy_cohort import opened_trials
from therapy_measure import PLANTED_SEEDS
from therapy_planted_seed import draw_population, planted_rows
from therapy_planted_summary import ADJUSTED, null_pair, order, planted_summary

from triggerscape.cohort.implied.implied_effects import implied_effects

SMALL = (500, 50_900)
LARGE = 12_000


@pytest.fixture(scope="module")
def small() -> pl.DataFrame:
    return planted_rows(*SMALL)


@pytest.fixture(scope="module")
def many() -> pl.DataFrame:
    rows = [planted_rows(people, seed) for people, seeds in PLANTED_SEEDS.items() for seed in seeds]
    return pl.concat(rows, how="diagonal")


def test_who_could_enter_a_trial_is_who_enters() -> None:
    """Told beforehand from what is written, and counted in the trial itself: alike within a tenth.

    The trial also asks for age, sex and diagnosis, and for days that tell of an attack or of none.
    """
    population = draw_population(*SMALL)
    implied = implied_effects(population).filter(kind="therapy", code="preventive")
    with opened_trials(population) as trials:
        entered = trials.no_start("preventive")["arm"].sum()
    assert entered > 30
    assert implied["eligible_people"].item() == pytest.approx(entered, rel=0.1)


def test_no_adjusted_estimate_is_far_from_what_was_planted(small: pl.DataFrame) -> None:
    """Four standard errors: a few comparisons pass that in all but one of a thousand runs."""
    adjusted = small.filter(estimand_id=ADJUSTED)
    assert adjusted.height
    deviation = (adjusted["estimate"] - adjusted["planted"]) / adjusted["standard_error"]
    assert deviation.abs().max() < 4


@pytest.mark.long
def test_three_therapies_come_out_in_the_planted_order(many: pl.DataFrame) -> None:
    """The antibody below osteopathy below needling: the mean of all large populations."""
    for found in order(many.filter(people=LARGE)).values():
        means = list(found["means"].values())
        assert found["populations"] == len(PLANTED_SEEDS[LARGE])
        assert means == sorted(means)
        assert means[-1] < 0.5


@pytest.mark.long
def test_two_therapies_that_do_nothing_do_not_differ(many: pl.DataFrame) -> None:
    found = null_pair(many)
    assert found["inside"] >= 0.9 * found["populations"]


@pytest.mark.long
def test_nothing_is_called_the_wrong_way(many: pl.DataFrame) -> None:
    """How many truths the intervals hold is on the page: comparisons share people and arms."""
    called = planted_summary(many)["supported"]
    assert called["called"] > 0
    assert called["wrongly"] == 0
