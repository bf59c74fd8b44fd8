"""Subgroups that do not differ are seldom said to; those that do are found."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from diary_world import DiaryWorld, draw_diary
from scipy import stats

from models.triggers.subgroups.subgroup_rows import BETWEEN_LEVELS, subgroup_rows
from triggerscape.factors import Factor

TRUTH = (0.4, 0.2, -0.2, 0.0)
CHOSEN = [Factor(f"factor_{k}", f"Factor {k}", "diet", 1) for k in range(4)]
SAME = DiaryWorld(TRUTH, n_people=300, n_days=70)
OTHER = DiaryWorld((0.0, *TRUTH[1:]), n_people=300, n_days=70)


def p_and_q_between(levels: dict[str, pa.Table]) -> np.ndarray:
    """The p-values of the tests between levels, (factors, 2): as they are and as q-values."""
    sources = {"kind": {level: table.to_batches for level, table in levels.items()}}
    rows = subgroup_rows(sources, CHOSEN, "migraine").filter(subgroup_level=BETWEEN_LEVELS)
    return rows.select("p_value", "q_value").to_numpy()


def drawn(seeds: range, worlds: tuple[DiaryWorld, ...]) -> np.ndarray:
    """(seeds, factors, 2); each level is a population of its own."""
    return np.array(
        [
            p_and_q_between({f"level {k}": draw_diary(w, 10 * s + k) for k, w in enumerate(worlds)})
            for s in seeds
        ]
    )


def test_without_a_difference_p_values_are_as_good_as_uniform() -> None:
    p_values = drawn(range(20), (SAME, SAME, SAME))[:, :, 0].ravel()
    assert stats.kstest(p_values, "uniform").pvalue > 0.001
    assert stats.binomtest(int((p_values < 0.05).sum()), p_values.size, 0.05).pvalue > 0.001


def test_a_level_that_differs_is_found() -> None:
    q_values = drawn(range(15), (SAME, OTHER))[:, :, 1]
    assert (q_values[:, 0] < 0.05).mean() > 0.6
    assert (q_values[:, 1:] < 0.05).mean() < 0.10


@pytest.mark.long
def test_false_differences_over_240_seeds() -> None:
    """Three levels, four factors: of 960 tests at 5%, and of families of four with q below 5%."""
    found = drawn(range(3000, 3240), (SAME, SAME, SAME))
    p_values, q_values = found[:, :, 0], found[:, :, 1]
    assert 0.035 < (p_values < 0.05).mean() < 0.065
    assert (q_values < 0.05).any(axis=1).mean() < 0.08
