"""Tables of windows that count the same days in two ways give the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from contract_rows import insert
from plain_features_people import invent

from triggerscape.contract.catalogue import TABLES
from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statements

NEEDED = (
    "covered_day diary_person diary_spine outcome_day decided_variant person_window window_variant "
    "drug_window episode factor_day"
).split()


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        make_reference(connection, Settings())
        people = invent(seed=20260307, people=30, days=200)
        for name in ("core.diary_day", "core.diary_coverage"):
            insert(connection, TABLES[name], people[name])
        connection.execute("CREATE SCHEMA features")
        for statement in read_statements("features"):
            if statement.name.removeprefix("features.") in NEEDED:
                connection.execute(f"CREATE TABLE {statement.name} AS {statement.sql}")
        yield connection


@pytest.mark.parametrize(
    ("variant", "stem"), [("migraine_reported", "migraine"), ("headache_any", "headache")]
)
def test_a_variant_that_person_windows_count_too_has_their_days(con, variant: str, stem: str):
    pairs = con.execute(
        f"""
        SELECT v.known_days, v.days, w.{stem}_known_days, w.{stem}_days
        FROM features.window_variant AS v
        JOIN features.person_window AS w USING (person_id, window_kind, window_index, window_start)
        WHERE v.variant = '{variant}'
        """
    ).fetchall()
    assert sum(days for _, days, *_ in pairs) > 200
    assert [pair for pair in pairs if pair[:2] != pair[2:]] == []


def test_days_with_any_drug_are_those_of_person_windows(con):
    pairs = con.execute(
        """
        SELECT d.any_known_days, d.any_days, w.acute_known_days, w.acute_days
        FROM features.drug_window AS d
        JOIN features.person_window AS w USING (person_id, window_kind, window_index, window_start)
        """
    ).fetchall()
    assert sum(days for _, days, *_ in pairs) > 200
    assert [pair for pair in pairs if pair[:2] != pair[2:]] == []


def test_every_attack_day_belongs_to_one_attack(con):
    days = "SELECT person_id, count(*) FROM features.diary_spine WHERE is_attack GROUP BY 1"
    attacks = "SELECT person_id, CAST(sum(attack_days) AS BIGINT) FROM features.episode GROUP BY 1"
    found = con.execute(f"{days} ORDER BY 1").fetchall()
    assert len(found) > 20
    assert found == con.execute(f"{attacks} ORDER BY 1").fetchall()


def test_no_two_attacks_of_a_person_overlap(con):
    overlaps = con.execute(
        """
        SELECT count(*)
        FROM features.episode AS a
        JOIN features.episode AS b ON b.person_id = a.person_id AND b.first_date > a.first_date
        WHERE b.first_date <= a.last_date
        """
    ).fetchall()
    assert overlaps == [(0,)]
