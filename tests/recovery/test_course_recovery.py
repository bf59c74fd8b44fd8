"""Planted changes of state: found at their rate, where month against month sees six times as many.

Each person has a level that changes at a planted monthly chance and else stays; the days of a
month scatter around it, so that people near 15 days cross the line by chance (12% of months do in
the registry). Seeds and bounds were fixed before the first run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import duckdb
import numpy as np
import polars as pl
import pytest

from models.course.course_rows import change_rows
from triggerscape.settings import Settings
from triggerscape.warehouse.designs.course_windows import state_change_sql
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statement, sql_folder

FIRST = dt.date(2024, 1, 1)
TURNING = {"chronification": 0.01, "reversion": 0.02}
FEW = (4101,)
MANY = range(4200, 4400)


def found_in(
    seed: int, people: int = 1500, windows: int = 18, turning: Mapping[str, float] = TURNING
) -> pl.DataFrame:
    """Everybody's rates, by rule, from diaries whose level turns at the planted chance."""
    draw = np.random.default_rng(seed)
    low, high = draw.beta(4, 8, people), draw.beta(14, 5, people)
    is_high = draw.random(people) < 0.35
    days = np.empty((windows, people), dtype=np.int64)
    for window in range(windows):
        chance = np.where(is_high, turning["reversion"], turning["chronification"])
        is_high ^= draw.random(people) < chance
        days[window] = draw.binomial(28, np.where(is_high, high, low))
    frame = pl.DataFrame(
        {
            "person_id": np.tile(np.arange(people), windows),
            "window_index": np.repeat(np.arange(windows), people),
            "headache_days": days.ravel(),
        }
    ).with_columns(
        (pl.lit(FIRST) + pl.duration(days=28 * pl.col("window_index")))
        .cast(pl.Date)
        .alias("window_start"),
        site_code=pl.lit("north"),
        window_kind=pl.lit("calendar"),
        observed_days=pl.lit(28),
        headache_known_days=pl.lit(28),
        migraine_known_days=pl.lit(28),
        migraine_days=(pl.col("headache_days") * 0.8).cast(pl.Int64),
    )
    chronicity = read_statement(sql_folder() / "features" / "chronicity.sql").sql
    with duckdb.connect() as con:
        con.execute("SET threads = 1")
        make_reference(con, Settings())
        con.execute("CREATE SCHEMA features")
        con.register("told", frame.to_arrow())
        con.execute("CREATE TABLE features.person_window AS SELECT * FROM told")
        con.execute(f"CREATE TABLE features.chronicity AS {chronicity}")
        rows = change_rows(con.sql(state_change_sql(dt.date(2030, 1, 1))).pl())
    return rows.filter(scope_id="all", window_id="all")


def rate(rows: pl.DataFrame, rule: str, measure: str) -> dict[str, float]:
    return rows.row(
        by_predicate=(pl.col("rule_id") == rule) & (pl.col("measure_id") == measure), named=True
    )


@pytest.mark.parametrize("seed", FEW)
def test_month_against_month_sees_changes_that_do_not_last(seed: int):
    rows = found_in(seed)
    for change, planted in TURNING.items():
        lasting = rate(rows, "three_windows", f"{change}_rate")["estimate"]
        naive = rate(rows, "one_window", f"{change}_rate")["estimate"]
        assert naive > 2.5 * 100 * planted
        assert lasting < 1.6 * 100 * planted


@pytest.mark.long
def test_the_rate_of_lasting_changes_over_many_seeds():
    """Mean of 200 seeds: what turning adds to the rate is what was planted, within a third.

    People who live near the line stand three months beyond it by chance: the same people without
    any turning say how often. Month against month that chance is most of what is seen.
    """
    never = dict.fromkeys(TURNING, 0.0)
    pairs = [(found_in(s, people=400), found_in(s, people=400, turning=never)) for s in MANY]
    for change, planted in TURNING.items():
        lasting, naive = (
            np.array(
                [[rate(rows, rule, f"{change}_rate")["estimate"] for rows in p] for p in pairs]
            )
            for rule in ("three_windows", "one_window")
        )
        turned, by_chance = lasting.mean(axis=0)
        assert turned - by_chance == pytest.approx(100 * planted, rel=0.34)
        assert by_chance < 0.1 * naive[:, 1].mean()
