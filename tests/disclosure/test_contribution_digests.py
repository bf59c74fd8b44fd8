"""What a person brings to a row: moved by their own days, and by no order of anybody's."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from opened_demo import demo_factors, last_day_of, opened_demo

from triggerscape.disclosure.contributions.catalogue import contributions

TABLES = (
    "pub.trigger_effect",
    "pub.trigger_odds",
    "pub.trigger_subgroup",
    "pub.trigger_sensitivity",
    "pub.trigger_combination",
    "pub.dose_response",
    "pub.phenotype",
    "pub.trigger_burden",
)
KEPT = "(SELECT * FROM research.design.onset)"


def people_of(home: Path, onset: str) -> dict[str, pl.DataFrame]:
    """The people behind the tables of triggers, with these rows for the days of design.onset."""
    with opened_demo(home) as con:
        _replaced(con, onset)
        found = contributions(con, demo_factors(home), last_day_of(con))
        people = {table: con.sql(found[table].sql).pl() for table in TABLES}
    return {table: frame.sort(frame.columns) for table, frame in people.items()}


def _replaced(con: duckdb.DuckDBPyConnection, onset: str) -> None:
    con.execute("DROP VIEW design.onset")
    con.execute(f"CREATE TABLE design.onset AS FROM {onset}")


@pytest.fixture(scope="module")
def as_it_is(demo_home: Path) -> dict[str, pl.DataFrame]:
    return people_of(demo_home, KEPT)


def test_the_order_of_days_moves_nothing(demo_home: Path, as_it_is):
    mixed = people_of(demo_home, f"{KEPT} ORDER BY md5(CAST(person_id AS VARCHAR) || diary_date)")
    for table, people in as_it_is.items():
        assert people.equals(mixed[table]), table


def test_one_day_of_one_person_told_otherwise_moves_that_person_alone(demo_home: Path, as_it_is):
    with opened_demo(demo_home) as con:
        days = con.sql(
            "SELECT * FROM design.onset WHERE is_at_risk AND NOT has_late_entry AND outcome = 1 "
            "AND stress_level IS NOT NULL AND dose_stress IS NOT NULL"
        ).pl()
    # An attack day of which as much is known as of any: every model uses it.
    untold = pl.sum_horizontal(pl.all().is_null())
    first = days.sort(untold, "person_id", "diary_date").row(0, named=True)
    who, day = first["person_id"], first["diary_date"]
    is_it = f"person_id = {who} AND diary_date = DATE '{day}'"
    told = f"CASE WHEN {is_it} THEN stress_level + 0.5 ELSE stress_level END AS stress_level"
    changed = people_of(demo_home, f"(SELECT * REPLACE ({told}) FROM research.design.onset)")
    for table, people in as_it_is.items():
        others = pl.col("person_id") != who
        assert people.filter(others).equals(changed[table].filter(others)), table
        assert not people.equals(changed[table]), table


def test_a_factor_beside_which_nothing_changed_has_the_same_people(demo_home: Path, as_it_is):
    """A day told otherwise reaches the rows of models that look at it, and no other."""
    told = "CASE WHEN x_nc1 IS NOT NULL THEN 1 - x_nc1 END AS x_nc1"
    changed = people_of(demo_home, f"(SELECT * REPLACE ({told}) FROM research.design.onset)")
    alone = (pl.col("analysis_id") == "factor_alone") & (pl.col("trigger_id") != "x_nc1")
    name = "pub.trigger_sensitivity"
    assert as_it_is[name].filter(alone).equals(changed[name].filter(alone))
    together = pl.col("analysis_id") == "all_together"
    assert not as_it_is[name].filter(together).equals(changed[name].filter(together))
