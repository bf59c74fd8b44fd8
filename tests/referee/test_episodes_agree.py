"""Episodes and onsets, found in two ways, are of the same attacks."""

from __future__ import annotations

import duckdb
import pytest
from contract_rows import insert
from plain_features_people import invent

from triggerscape.contract.catalogue import TABLES
from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statements

NEEDED = "covered_day diary_person diary_spine onset_day episode".split()


@pytest.mark.parametrize("gap_days", [0, 1, 2, 5])
def test_an_onset_is_the_first_day_of_an_attack_whose_start_is_known(gap_days: int):
    settings = Settings({"definitions.attack_gap_days": gap_days, "definitions.clean_days": 1})
    onsets = "SELECT person_id, diary_date FROM features.onset_day WHERE is_onset ORDER BY ALL"
    starts = "SELECT person_id, first_date FROM features.episode WHERE is_start_known ORDER BY ALL"
    with duckdb.connect() as con:
        make_reference(con, settings)
        people = invent(seed=20260305, people=30, days=120)
        for name in ("core.diary_day", "core.diary_coverage"):
            insert(con, TABLES[name], people[name])
        con.execute("CREATE SCHEMA features")
        for statement in read_statements("features"):
            if statement.name.removeprefix("features.") in NEEDED:
                con.execute(f"CREATE TABLE {statement.name} AS {statement.sql}")
        found = con.execute(onsets).fetchall()
        assert found == con.execute(starts).fetchall()
    assert len(found) > 20
