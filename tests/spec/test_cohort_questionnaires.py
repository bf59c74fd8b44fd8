"""HIT-6 and MIDAS: scores people can give, in the distributions found in patients."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from triggerscape.cohort.days.questionnaires import hit6_combinations, make_answers, nearest_hit6
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth


def test_reachable_totals_are_those_of_all_answers():
    """Referee: every way to answer six items. 37, 39 and 77 cannot be reached."""
    totals = {sum(points) for points in product((6, 8, 10, 11, 13), repeat=6)}
    assert set(hit6_combinations()) == totals
    assert set(range(36, 79)) - totals == {37, 39, 77}


@pytest.mark.parametrize(("wanted", "given"), [(37.4, 38), (36.9, 36), (90.0, 78), (-3.0, 36)])
def test_a_wanted_score_becomes_the_nearest_reachable_one(wanted, given):
    assert nearest_hit6(np.array([wanted]))[0] == given


def test_scores_are_as_published():
    """Park's diary: HIT-6 62.4, MIDAS 22.0; correlation 0.56, HIT-6 with headache days 0.29."""
    world = make_population(1500, 112, 1, 12, default_truth()).world(0)
    hit6, midas = make_answers(world)
    score = {
        (person, day): total
        for person, day, total in zip(hit6.person, hit6.day, hit6.items.sum(axis=1), strict=True)
    }
    pairs = np.array(
        [
            (score[person, day], total)
            for person, day, total in zip(
                midas.person, midas.day, midas.items.sum(axis=1), strict=True
            )
            if (person, day) in score
        ]
    )
    headache = world.days.migraine | world.chances.other_headache
    days = np.array([headache[day - 28 : day, who].sum() for who, day in score])
    assert pairs[:, 0].mean() == pytest.approx(62.4, abs=1.5)
    assert np.corrcoef(pairs.T)[0, 1] == pytest.approx(0.56, abs=0.08)
    assert np.corrcoef(list(score.values()), days)[0, 1] == pytest.approx(0.29, abs=0.08)


def test_midas_items_add_up_and_stay_within_a_quarter():
    world = make_population(200, 112, 1, 13, default_truth()).world(0)
    _, midas = make_answers(world)
    assert midas.items.shape[1] == 5
    assert midas.items.min() >= 0
    assert midas.items.sum(axis=1).max() <= 270
