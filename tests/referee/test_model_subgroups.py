"""Subgroups: each level is its own days, and the test between levels is the textbook's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from invented_onset import CODES, TRUTH, design_of, invented_days
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from flows.fits.subgroups import fit_subgroups
from models.results import FactorEstimate, Support, estimated, not_estimable
from models.triggers.subgroups.interaction import interaction_test
from models.triggers.subgroups.subgroup_rows import BETWEEN_LEVELS
from models.triggers.within_person import fit_within_person

CAUSES = [code for code in CODES if code != "fatigue"]
FRAME = invented_days(20261101)


def level(effect: float, error: float, people: int = 200) -> FactorEstimate:
    return estimated("x", effect, error, Support(people, people * 50, people * 5, 3))


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return fit_subgroups(design_of(FRAME))["estimates.trigger_subgroup"]


def of(rows: pl.DataFrame, kind: str, at: str) -> pl.DataFrame:
    return rows.filter(pl.col("subgroup_kind") == kind, pl.col("subgroup_level") == at)


def test_the_test_between_levels_is_cochrans_q() -> None:
    effects, errors = [0.1, 0.5, -0.2, 0.3], [0.1, 0.2, 0.15, 0.3]
    levels = [level(effect, error) for effect, error in zip(effects, errors, strict=True)]
    theirs = combine_effects(np.array(effects), np.array(errors) ** 2).test_homogeneity()
    ours = interaction_test(levels)
    assert ours.statistic == pytest.approx(theirs.statistic, rel=1e-12)
    assert ours.p_value == pytest.approx(theirs.pvalue, rel=1e-12)


def test_of_two_levels_it_is_the_difference_over_its_error() -> None:
    z = (0.5 - 0.1) / np.hypot(0.1, 0.2)
    assert interaction_test([level(0.1, 0.1), level(0.5, 0.2)]).p_value == pytest.approx(
        2 * stats.norm.sf(z)
    )


def test_levels_without_an_estimate_or_with_few_people_are_not_compared() -> None:
    nothing = not_estimable("x", "-", Support(40, 0, 0, 1))
    test = interaction_test([level(0.1, 0.1), nothing, level(3.0, 0.1, people=19), level(0.2, 0.1)])
    assert test.places == (0, 3)
    assert interaction_test([level(0.1, 0.1), nothing]).p_value is None


@pytest.mark.parametrize(
    ("kind", "at", "days"),
    [
        ("sex", "male", FRAME["sex"] == "male"),
        ("age_band", "unknown", FRAME["age_band"].isna()),
        ("chronicity", "unknown", FRAME["chronicity"].isna()),
        ("diagnosis", "mwa", FRAME["diagnosis"] == "mwa"),
        ("therapy omt", "established", FRAME["therapy_groups"].notna()),
        ("therapy omt", "not established", FRAME["therapy_groups"].isna()),
    ],
)
def test_a_level_is_the_fit_of_its_own_at_risk_days(
    rows: pl.DataFrame, kind: str, at: str, days: pd.Series
) -> None:
    chosen = FRAME[days & FRAME["is_at_risk"] & ~FRAME["has_late_entry"]]
    table = pa.Table.from_pandas(
        chosen[["person_id", "site_code", "outcome", *CAUSES]], preserve_index=False
    )
    expected = fit_within_person(table.to_batches, CAUSES).estimates
    found = of(rows, kind, at).to_dicts()
    assert [row["trigger_id"] for row in found] == CAUSES
    for row, own in zip(found, expected, strict=True):
        assert row["log_rate_ratio"] == own.log_rate_ratio
        assert row["n_people"] == own.support.n_people


@pytest.mark.parametrize("kind", ["sex", "age_band", "diagnosis", "chronicity", "therapy omt"])
def test_the_levels_of_a_kind_hold_every_attack_once(rows: pl.DataFrame, kind: str) -> None:
    """Counted on the factor everybody records; cells without an event take none away."""
    parts = rows.filter(
        pl.col("subgroup_kind") == kind,
        pl.col("trigger_id") == "weekend",
        pl.col("subgroup_level") != BETWEEN_LEVELS,
    )
    known = FRAME[FRAME["is_at_risk"] & ~FRAME["has_late_entry"] & FRAME["stress_letdown"].notna()]
    assert 0 <= known["outcome"].sum() - parts["n_attacks"].sum() < 0.05 * known["outcome"].sum()


def test_a_planted_difference_is_found_and_others_are_not(rows: pl.DataFrame) -> None:
    tests = rows.filter(pl.col("subgroup_level") == BETWEEN_LEVELS)
    found = tests.filter(pl.col("q_value") < 0.05).select("trigger_id", "subgroup_kind").rows()
    assert found == [("stress_letdown", "sex")]
    men = of(rows, "sex", "male").filter(pl.col("trigger_id") == "stress_letdown").to_dicts()[0]
    assert men["log_ci_low"] < 2 * TRUTH["stress_letdown"] < men["log_ci_high"]


def test_early_signs_have_no_subgroups(rows: pl.DataFrame) -> None:
    assert "fatigue" not in rows["trigger_id"].to_list()
