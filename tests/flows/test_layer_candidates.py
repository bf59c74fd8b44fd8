"""Which pairs of therapies a run asks about, told from first uses alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest

from flows.fits.layers import fit_layers
from flows.fits.therapy_trials import TherapyTrials

START = date(2026, 3, 1)


class NoPeople(TherapyTrials):
    """Trials of which only the pairs asked for matter."""

    def started(self, fewest: int) -> list[str]:
        query = (
            "SELECT therapy_id FROM features.first_use GROUP BY therapy_id "
            f"HAVING count(*) >= {fewest} ORDER BY therapy_id"
        )
        return [code for (code,) in self.con.execute(query).fetchall()]

    def layers(self, one: str, other: str) -> pl.DataFrame:
        columns = {"person_id": [1], "site_code": [f"{one}-{other}"], "arm": [0]}
        return pl.DataFrame(columns).with_columns(outcome_days=pl.lit(56))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA features")
        con.execute(
            "CREATE TABLE features.first_use "
            "(person_id BIGINT, therapy_id VARCHAR, index_date DATE)"
        )
        yield con


def began(con: duckdb.DuckDBPyConnection, people: range, **days: int) -> None:
    """Each of these people began each of these therapies so many days after the first of March."""
    rows = [
        (person, therapy, START + timedelta(days=day))
        for person in people
        for therapy, day in days.items()
    ]
    con.executemany("INSERT INTO features.first_use VALUES (?, ?, ?)", rows)


def asked(
    con: duckdb.DuckDBPyConnection, declared: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, str]]:
    """People who began both and the reason, by pair."""
    found = fit_layers(NoPeople(con, declared))
    return {
        (row["therapy_a"], row["therapy_b"]): (row["n_people"], row["reason"])
        for frame in found.values()
        for row in frame.iter_rows(named=True)
    }


def test_groups_and_declared_therapies_within_four_weeks_of_each_other(con):
    began(con, range(60), omt=0, omt_cranial=0, pemf=27, massage=28)
    began(con, range(100, 110), omt=0, massage=5)
    fitted = "nobody in an arm"
    assert asked(con, [("pemf", "dry_needling")]) == {
        ("massage", "omt"): (10, "fewer than 50 people began both within four weeks"),
        ("massage", "pemf"): (0, fitted),
        ("omt", "pemf"): (0, fitted),
    }


def test_a_drug_against_the_attack_at_hand_is_no_therapy_to_layer(con):
    began(con, range(60), omt=0, abortive=3, unmapped=4)
    assert asked(con, []) == {}
