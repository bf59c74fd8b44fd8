"""Each analysis is the fit it says: other days, strata or weights, written out in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from invented_onset import CHOSEN, CODES, design_of, invented_days, with_diary

from flows.fits.observation_cells import observation_weight
from flows.fits.sensitivity import fit_sensitivity
from flows.fits.trigger_design import TriggerDesign
from models.triggers.sensitivity.sensitivity_rows import sensitivity_rows
from models.triggers.within_person import fit_within_person

CAUSES = [code for code in CODES if code != "fatigue"]
SEED = 20261103


@pytest.fixture(scope="module")
def design() -> TriggerDesign:
    frame = invented_days(SEED, n_people=200)
    return with_diary(design_of(frame), frame, SEED)


@pytest.fixture(scope="module")
def days(design: TriggerDesign) -> pd.DataFrame:
    return design.con.execute("FROM design.onset").df()


@pytest.fixture(scope="module")
def rows(design: TriggerDesign) -> pl.DataFrame:
    return fit_sensitivity(design)["estimates.trigger_sensitivity"]


def of(rows: pl.DataFrame, analysis: str, estimand: str = "within_person") -> list[dict]:
    chosen = pl.col("analysis_id") == analysis, pl.col("estimand_id") == estimand
    return rows.filter(*chosen).to_dicts()


def fit(frame: pd.DataFrame, **settings) -> np.ndarray:
    columns = ["person_id", "site_code", "outcome", *CAUSES, *settings.pop("more", [])]
    table = pa.Table.from_pandas(frame[columns], preserve_index=False)
    found = fit_within_person(table.to_batches, CAUSES, **settings).estimates
    return np.array([row.log_rate_ratio for row in found])


def usual(days: pd.DataFrame) -> pd.Series:
    return days["is_at_risk"] & ~days["has_late_entry"]


WAYS = {
    "all_together": usual,
    "late_entries_in": lambda days: days["is_at_risk"],
    "clean_days_1": lambda days: (days["clean_days"] >= 1) & ~days["has_late_entry"],
    "clean_days_2": lambda days: (days["clean_days"] >= 2) & ~days["has_late_entry"],
    "clean_days_5": lambda days: (days["clean_days"] >= 5) & ~days["has_late_entry"],
    "first_14_days_out": lambda days: usual(days) & (days["day_number"] >= 14),
    "first_28_days_out": lambda days: usual(days) & (days["day_number"] >= 28),
    "event_logs_out": lambda days: usual(days) & (days["site_code"] != "east"),
}


@pytest.mark.parametrize("analysis", WAYS)
def test_an_analysis_of_other_days(analysis: str, rows: pl.DataFrame, days: pd.DataFrame) -> None:
    chosen = WAYS[analysis](days)
    found = of(rows, analysis)
    expected = fit(days[chosen])
    np.testing.assert_array_equal([row["log_rate_ratio"] for row in found], expected)
    if analysis != "all_together":
        changed = days[chosen != usual(days)]["person_id"].nunique()
        assert {row["n_changed"] for row in found} == {changed}


def test_days_are_compared_within_blocks_of_28(rows: pl.DataFrame, days: pd.DataFrame) -> None:
    expected = fit(days[usual(days)], more=["stratum"], by_stratum=True)
    found = [row["log_rate_ratio"] for row in of(rows, "time_stratified")]
    np.testing.assert_array_equal(found, expected)


def weight_by_pandas(design: TriggerDesign, days: pd.DataFrame) -> np.ndarray:
    """The weight of each day of design.onset, counted and looked up without SQL."""
    spine = design.con.execute("FROM features.diary_spine").df()
    spine = spine[spine["clean_days"] >= 3]

    def cell(frame: pd.DataFrame) -> list[pd.Series | np.ndarray]:
        tenure = np.searchsorted([14, 28, 84], frame["day_number"], side="right")
        run = np.searchsorted([7, 28], frame["clean_days"], side="right")
        return [frame["site_code"], frame["weekend"].astype(int), tenure, run]

    counted = spine["is_attack"].notna().groupby(cell(spine)).agg(["sum", "count"])
    site = counted.groupby(level=0).sum()
    share = (site["sum"] / site["count"]).loc[counted.index.get_level_values(0)].to_numpy()
    weight = 1 / ((counted["sum"] + 20 * share) / (counted["count"] + 20))
    return weight.clip(1, 10).reindex(pd.MultiIndex.from_arrays(cell(days))).to_numpy()


def test_weights_are_the_inverse_share_of_recorded_days(
    design: TriggerDesign, rows: pl.DataFrame, days: pd.DataFrame
) -> None:
    at_risk = days[usual(days)]
    expected = weight_by_pandas(design, at_risk)
    batches = design.onset([], weight=observation_weight(design))()
    np.testing.assert_allclose(batches.read_all()["weight"].to_numpy(), expected, rtol=1e-12)
    assert expected.min() > 1.05
    assert expected.max() > 1.8
    effects = fit(at_risk.assign(weight=expected), more=["weight"], weight="weight")
    found = [row["log_rate_ratio"] for row in of(rows, "observed_weights")]
    np.testing.assert_allclose(found, effects, atol=1e-9)


def test_a_difference_is_in_errors_of_what_it_is_compared_with(rows: pl.DataFrame) -> None:
    usual_rows, other = of(rows, "all_together"), of(rows, "clean_days_5")
    for one, beside in zip(other, usual_rows, strict=True):
        assert one["compared_with"] == "all_together"
        gap = one["log_rate_ratio"] - beside["log_rate_ratio"]
        assert one["difference_in_errors"] == pytest.approx(gap / beside["standard_error"])


def test_within_and_between_stand_in_two_rows(rows: pl.DataFrame) -> None:
    within, between = of(rows, "within_between"), of(rows, "within_between", "between_person")
    assert [row["trigger_id"] for row in within] == CAUSES
    assert {row["compared_with"] for row in between} == {"between_person"}
    for row in within:
        assert abs(row["difference_in_errors"]) < 0.5


def test_early_signs_take_no_part(rows: pl.DataFrame) -> None:
    assert set(rows["trigger_id"]) == set(CAUSES)
    keys = ["trigger_id", "estimand_id", "analysis_id"]
    assert rows.select(keys).is_unique().all()


def test_an_analysis_that_changes_nobodys_days_has_no_number(days: pd.DataFrame) -> None:
    frame = invented_days(SEED + 1, n_people=60).assign(has_late_entry=False)
    same = with_diary(design_of(frame), frame, SEED)
    rows = fit_sensitivity(same)["estimates.trigger_sensitivity"]
    late = of(rows, "late_entries_in")
    assert {row["status"] for row in late} == {"not_estimable"}
    assert {row["n_changed"] for row in late} == {0}


def test_a_factor_without_a_bound_between_people_has_no_between_part_and_says_why() -> None:
    """Every attack is of somebody who drinks most; weekends are the same share of all diaries."""
    frame = invented_days(SEED + 2, n_people=120)
    drinks_most = frame["person_id"] % 2 == 0
    alcohol = np.where(drinks_most, frame["day_number"] % 2, frame["day_number"] % 3 == 0)
    frame = frame.assign(alcohol_any=alcohol * 1.0, outcome=frame["outcome"] * drinks_most)
    table = pa.Table.from_pandas(frame, preserve_index=False)

    def read(columns):
        return table.select(["person_id", "site_code", "outcome", *columns]).to_batches

    rows = sensitivity_rows(read, [], CHOSEN, "migraine").filter(analysis_id="within_between")
    within, between = (
        {row["trigger_id"]: row for row in rows.filter(estimand_id=estimand).to_dicts()}
        for estimand in ("within_person", "between_person")
    )
    assert {row["status"] for row in within.values()} == {"estimated"}
    assert between["stress_letdown"]["status"] == "estimated"
    assert "edge of exposure" in between["alcohol_any"]["reason"]
    assert "differs" in between["weekend"]["reason"]
