"""months.person_month equals a plain second calculation, and knows nothing of what comes later."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl
import pytest
from invented_months import READ, make_months, up_to, window_end
from plain_features_people import Tables, invent
from plain_months import person_months
from polars.testing import assert_frame_equal

from triggerscape.contract.months import PERSON_MONTH
from triggerscape.settings import Settings

FEWEST = Settings()["definitions.min_window_days"]
OUTCOME = {"next_known_days", "next_attack_days"}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def months_of(con: duckdb.DuckDBPyConnection, people: Tables) -> pl.DataFrame:
    make_months(con, people)
    return con.sql(f"FROM {PERSON_MONTH.name}").pl()


@pytest.mark.parametrize("seed", range(20261121, 20261127))
def test_a_month_equals_a_plain_second_calculation(con, seed: int):
    found = months_of(con, invent(seed, people=12, days=260))
    again = person_months({name: con.sql(f"FROM features.{name}").pl() for name in READ}, FEWEST)
    columns = [name for name in PERSON_MONTH.column_names if name != "window_start"]
    assert found.height > 0
    assert_frame_equal(
        found.select(columns), again.select(columns), check_dtypes=False, rel_tol=1e-12
    )


def test_the_invented_people_fill_every_column(con):
    found = months_of(con, invent(20261121, people=60, days=340))
    empty = [name for name in found.columns if found[name].null_count() == found.height]
    assert empty == []
    assert set(found["attack_basis"]) == {"migraine", "headache"}


@pytest.mark.parametrize("seed", [20261131, 20261132, 20261133])
def test_deleting_later_days_changes_no_feature_of_a_month(con, seed: int):
    """For every window: with all that is dated later gone, its rows are the same, outcome apart."""
    people = invent(seed, people=15, days=260)
    whole = months_of(con, people)
    features = [name for name in whole.columns if name not in OUTCOME]
    compared = 0
    for index in sorted(set(whole["window_index"]))[:-1]:
        then = months_of(con, up_to(people, window_end(index)))
        past = whole.filter(pl.col("window_index") <= index)
        assert_frame_equal(
            then.select(features).filter(window_index=index),
            past.select(features).filter(window_index=index),
        )
        compared += then.filter(window_index=index).height
    assert compared > 50


def test_the_outcome_is_what_deleting_later_days_takes_away(con):
    people = invent(20261131, people=15, days=260)
    whole = months_of(con, people)
    index = sorted(set(whole["window_index"]))[3]
    then = months_of(con, up_to(people, window_end(index))).filter(window_index=index)
    assert then.height > 0
    assert then["next_known_days"].null_count() == then.height
    assert whole.filter(window_index=index)["next_known_days"].null_count() < then.height
