"""Published burden a second time: means by NumPy person by person, Wilson's interval by SciPy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import numpy as np
import polars as pl
import pytest
from scipy.stats import binomtest, norm

from triggerscape.settings import Settings
from triggerscape.warehouse.reference.burden_measures import BURDEN_LIMITS
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statement, sql_folder

SEED = 20261122
PEOPLE, WINDOWS, FIRST = 120, 3, date(2026, 2, 23)
SUBGROUP_MEASURES = {
    "mmd_mean",
    "mhd_mean",
    "acute_drug_days",
    "severe_day_share",
    "hit6_mean",
    "midas_mean",
}
Z = 1.959964


@pytest.fixture(scope="module")
def told() -> dict[str, pl.DataFrame]:
    """Invented people: their measures, subgroups and states in three windows, and a last day."""
    draw = np.random.default_rng(SEED)
    sites, sexes = draw.choice(["AA", "BB", "CC"], PEOPLE), draw.choice(["f", "m"], PEOPLE)
    measures, groups, states = [], [], []
    for person in range(PEOPLE):
        for window in range(WINDOWS):
            place = {
                "person_id": person,
                "site_code": str(sites[person]),
                "window_index": 341 + window,
                "window_start": FIRST + timedelta(28 * window),
            }
            state = str(draw.choice(["chronic", "episodic", "changing", "unknown"]))
            kinds = {"all": "all", "sex": str(sexes[person]), "chronicity": state}
            groups += [
                place | {"subgroup_kind": kind, "subgroup_level": level}
                for kind, level in kinds.items()
            ]
            kind = {"window_kind": "calendar"}
            states.append(place | kind | {"state": state, "headache_known_days": 80})
            for measure, (low, high) in BURDEN_LIMITS.items():
                if draw.random() < 0.2:
                    continue
                weight = int(draw.integers(1, 29))
                value = int(draw.integers(low * weight, high * weight + 1))
                row = {"measure_id": measure, "days": weight, "value": value, "weight": weight}
                measures.append(place | kind | row)
    return {
        "window_measure": pl.DataFrame(measures),
        "window_subgroup": pl.DataFrame(groups),
        "chronicity": pl.DataFrame(states),
        "diary_spine": pl.DataFrame(
            {"diary_date": [FIRST + timedelta(28 * WINDOWS - 2)], "date_is_relative": [False]}
        ),
    }


@pytest.fixture(scope="module")
def con(told) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        make_reference(connection, Settings())
        connection.execute("CREATE SCHEMA features")
        for name, frame in told.items():
            connection.register(name, frame.to_arrow())
            connection.execute(f"CREATE TABLE features.{name} AS FROM {name}")
        yield connection


def published(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, object]]:
    select = read_statement(sql_folder() / "publish" / f"{name}.sql").sql
    return con.sql(select).pl().to_dicts()


def interval_of(people: pl.DataFrame, measure: str) -> tuple[float, float, float]:
    """Ratio of means, and its interval from each person's distance to it."""
    value, weight = people["value"].to_numpy(), people["weight"].to_numpy()
    ratio = value.sum() / weight.sum()
    apart = (value - ratio * weight) / weight.mean()
    half = Z * apart.std(ddof=1) / np.sqrt(value.size)
    low, high = BURDEN_LIMITS[measure]
    return ratio, max(ratio - half, low), min(ratio + half, high)


def test_sites_have_the_mean_and_interval_of_their_people(con, told):
    rows = published(con, "burden_site_window")
    assert len(rows) == 3 * WINDOWS * len(BURDEN_LIMITS)
    for row in rows:
        people = told["window_measure"].filter(
            site_code=row["site_id"],
            window_index=row["window_index"],
            measure_id=row["measure_id"],
        )
        assert row["n_people"] == people.height
        expected = interval_of(people, str(row["measure_id"]))
        assert (row["estimate"], row["ci_low"], row["ci_high"]) == pytest.approx(expected)


def test_subgroups_have_the_mean_and_interval_of_theirs_in_windows_that_are_over(con, told):
    rows = published(con, "burden_subgroup")
    assert {row["measure_id"] for row in rows} == SUBGROUP_MEASURES
    assert {row["window_index"] for row in rows} == {341, 342}
    assert len(rows) == 7 * 2 * len(SUBGROUP_MEASURES)
    for row in rows:
        there = told["window_subgroup"].filter(
            subgroup_kind=row["subgroup_kind"],
            subgroup_level=row["subgroup_level"],
            window_index=row["window_index"],
        )
        people = (
            told["window_measure"]
            .filter(window_index=row["window_index"], measure_id=row["measure_id"])
            .join(there, on="person_id", how="semi")
        )
        assert row["n_people"] == people.height
        assert row["n_sites"] == people["site_code"].n_unique()
        expected = interval_of(people, str(row["measure_id"]))
        assert (row["estimate"], row["ci_low"], row["ci_high"]) == pytest.approx(expected)


def test_sites_add_up_to_everybody(con):
    sites = pl.DataFrame(published(con, "burden_site_window"), infer_schema_length=None)
    summed = sites.group_by("window_index", "measure_id").agg(pl.col("n_people").sum())
    everybody = pl.DataFrame(published(con, "burden_subgroup")).filter(subgroup_kind="all")
    joined = everybody.join(summed, on=["window_index", "measure_id"])
    assert joined.height == everybody.height
    assert (joined["n_people"] == joined["n_people_right"]).all()


def test_the_chronic_share_has_the_interval_that_scipy_gives(con, told):
    rows = published(con, "chronic_share")
    assert len(rows) == 3 * 2
    for row in rows:
        there = told["window_subgroup"].filter(
            subgroup_kind=row["subgroup_kind"], subgroup_level=row["subgroup_level"]
        )
        known = (
            told["chronicity"]
            .filter(pl.col("state") != "unknown", window_index=row["window_index"])
            .join(there, on=["person_id", "window_index"], how="semi")
        )
        hit = known.filter(state="chronic").height
        assert (row["n_people"], row["n_hit"]) == (known.height, hit)
        level = 2 * norm.cdf(Z) - 1
        low, high = binomtest(hit, known.height).proportion_ci(level, method="wilson")
        assert (row["estimate"], row["ci_low"], row["ci_high"]) == pytest.approx(
            (hit / known.height, low, high)
        )
