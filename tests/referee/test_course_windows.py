"""Who could turn and who did: the SELECT against a plain walk through each diary, and by hand."""

from __future__ import annotations

import datetime as dt

import duckdb
import numpy as np
import polars as pl
import pytest
from plain_course import Row, changes_of, is_chronic

from triggerscape.settings import Settings
from triggerscape.warehouse.designs.course_windows import overuse_sql, state_change_sql
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statement, sql_folder

FIRST = dt.date(2025, 1, 6)
LATE = dt.date(2030, 1, 1)


def course_of(months: pl.DataFrame, last_day: dt.date = LATE) -> list[Row]:
    """Changes in diaries of (person_id, window_index, known and headache days, migraine days)."""
    windows = months.with_columns(
        window_start=pl.lit(FIRST) + pl.duration(days=28 * pl.col("window_index")),
        window_kind=pl.lit("calendar"),
        site_code=pl.lit("north"),
        observed_days=pl.col("headache_known_days"),
        migraine_known_days=pl.col("headache_known_days"),
    ).with_columns(pl.col("window_start").cast(pl.Date))
    chronicity = read_statement(sql_folder() / "features" / "chronicity.sql").sql
    with duckdb.connect() as con:
        make_reference(con, Settings())
        con.execute("CREATE SCHEMA features")
        con.register("windows", windows.to_arrow())
        con.execute("CREATE TABLE features.person_window AS SELECT * FROM windows")
        con.execute(f"CREATE TABLE features.chronicity AS {chronicity}")
        query = (
            "SELECT rule_id, change_id, person_id, window_index, is_hit "
            f"FROM ({state_change_sql(last_day)})"
        )
        return sorted(con.execute(query).fetchall())


def diaries(seed: int, people: int = 120, windows: int = 16) -> pl.DataFrame:
    """People near the line, some windows missing and some too thin to be judged."""
    draw = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), windows)
    window = np.tile(np.arange(windows), people)
    level = np.repeat(draw.uniform(0.2, 0.9, people), windows)
    drift = np.repeat(draw.normal(0, 0.05, people), windows) * window
    known = draw.choice([28, 24, 14, 13], len(person), p=[0.6, 0.25, 0.1, 0.05])
    headache = draw.binomial(known, np.clip(level + drift, 0.02, 0.98))
    kept = draw.random(len(person)) > 0.04
    return pl.DataFrame(
        {
            "person_id": person[kept],
            "window_index": window[kept],
            "headache_known_days": known[kept],
            "headache_days": headache[kept],
            "migraine_days": (headache * 0.75).astype(np.int64)[kept],
        }
    )


@pytest.mark.parametrize("seed", [311, 312, 313])
def test_the_select_finds_what_a_plain_walk_finds(seed: int):
    months = diaries(seed)
    told: list[Row] = []
    for (person,), rows in months.group_by(["person_id"], maintain_order=True):
        judged = {
            row["window_index"]: is_chronic(
                row["headache_known_days"],
                row["headache_days"],
                row["headache_known_days"],
                row["migraine_days"],
            )
            for row in rows.iter_rows(named=True)
        }
        told += changes_of(int(str(person)), judged)
    found = course_of(months)
    assert found == sorted(told)
    turned = {(rule, change) for rule, change, _, _, is_hit in found if is_hit}
    assert len(turned) == 4, "every kind of change has to occur, or nothing was compared"


def one_diary(states: str) -> pl.DataFrame:
    """C a chronic month, e an episodic one, . a month without diary."""
    days = [(n, 20 if state == "C" else 5) for n, state in enumerate(states) if state != "."]
    return pl.DataFrame(
        [
            {
                "person_id": 1,
                "window_index": window,
                "headache_known_days": 28,
                "headache_days": headache,
                "migraine_days": headache,
            }
            for window, headache in days
        ]
    )


@pytest.mark.parametrize(
    ("states", "at_risk", "turned"),
    [
        ("eeeCCC", [5], [5]),
        ("eeeeee", [5], []),
        ("eeeCeCCC", [5, 6, 7], [7]),  # the line crossed and crossed again: one change
        ("eeeCCCC", [5], [5]),  # at risk of turning back only three windows on
        ("eeeCC", [], []),  # two chronic months are none of the three-month rule
        ("eee.CCCCCC", [9], []),  # what happened in the gap nobody knows
        ("CCCeee", [5], [5]),
        ("eeeCCCeee", [5, 8], [5, 8]),
    ],
)
def test_by_the_three_month_rule(states: str, at_risk: list[int], turned: list[int]):
    rows = [row for row in course_of(one_diary(states)) if row[0] == "three_windows"]
    assert sorted(row[3] for row in rows) == at_risk
    assert sorted(row[3] for row in rows if row[4]) == turned


def test_month_against_month_counts_every_crossing():
    rows = [row for row in course_of(one_diary("eeeCeCCC")) if row[0] == "one_window"]
    assert [row[3] for row in sorted(rows, key=lambda row: row[3]) if row[4]] == [3, 4, 5]


def test_a_window_that_is_not_over_is_not_counted():
    last = FIRST + dt.timedelta(days=28 * 6 - 2)
    assert course_of(one_diary("eeeCCC"), last) == [
        row for row in course_of(one_diary("eeeCCC")) if row[3] < 5
    ]


def test_overuse_is_set_against_three_windows_before():
    flags = pl.DataFrame(
        {
            "person_id": [1] * 6,
            "site_code": ["north"] * 6,
            "window_kind": ["calendar"] * 6,
            "window_index": [2, 3, 4, 5, 6, 8],
            "is_triptan_overuse": [False, False, None, True, True, True],
        }
    ).with_columns(
        (pl.lit(FIRST) + pl.duration(days=28 * pl.col("window_index")))
        .cast(pl.Date)
        .alias("window_start"),
        *(
            pl.lit(None, pl.Boolean).alias(f"is_{name}_overuse")
            for name in ("ergot", "opioid", "combination", "simple", "mixed", "medication")
        ),
        observed_days=pl.lit(28),
    )
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA features")
        con.register("flags", flags.to_arrow())
        for table in ("medication_overuse", "person_window"):
            con.execute(f"CREATE TABLE features.{table} AS SELECT * FROM flags")
        query = f"SELECT class_id, window_index, is_over, was_over FROM ({overuse_sql(LATE)})"
        found = con.execute(query).fetchall()
    assert found == [
        ("triptan", 2, False, None),
        ("triptan", 3, False, None),
        ("triptan", 5, True, False),
        ("triptan", 6, True, False),
        ("triptan", 8, True, True),
    ]
