"""Who changed: hidden where few did, where few did not, where nobody did, and where it follows."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.estimates.chronicity import (
    CHRONICITY_CHANGE_ESTIMATE,
    MEDICATION_OVERUSE_ESTIMATE,
)
from triggerscape.contract.language import Table
from triggerscape.disclosure.egress.telling_parts import hide_telling_parts
from triggerscape.disclosure.promises import broken_promises
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule
from triggerscape.warehouse.statements import read_statement, sql_folder

RULE = Rule()


def published(table: Table, *rows: dict[str, object]) -> pl.DataFrame:
    """Rows of an estimates table as they would leave."""
    base = {column.name: None for column in table} | {
        table.key[0]: "three_windows" if "rule_id" in table.key else "triptan",
        "window_id": "all",
        "measure_id": "chronification_rate" if "rule_id" in table.key else "overuse_share",
        "status": "estimated",
        "reason": "",
        "estimate": 1.23456,
        "ci_low": 1.0,
        "ci_high": 1.5,
        "n_windows": 4000,
        "n_days": 90_000,
        "n_sites": 1,
    }
    told = pl.DataFrame([base | row for row in rows], infer_schema_length=None)
    name = f"pub.{table.short_name}"
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA estimates")
        con.register("told", told.to_arrow())
        con.execute(f"CREATE TABLE {table.name} AS SELECT * FROM told")
        select = read_statement(sql_folder() / "publish" / f"{table.short_name}.sql").sql
        frame = con.sql(select).pl()
    safe = protect(hide_telling_parts(frame, TABLES[name], RULE), TABLES[name], RULE)
    assert broken_promises(safe, TABLES[name], RULE) == []
    return safe


def people(scope: str, n_people: int, n_hit: int) -> dict[str, object]:
    told = {"scope_id": scope, "n_people": n_people, "n_hit": n_hit}
    return told | {"n_without": n_people - n_hit}


@pytest.mark.parametrize("table", [CHRONICITY_CHANGE_ESTIMATE, MEDICATION_OVERUSE_ESTIMATE])
@pytest.mark.parametrize(
    ("n_hit", "status"), [(0, "c"), (1, "c"), (10, "c"), (11, "ok"), (289, "ok"), (290, "c")]
)
def test_few_on_either_side_are_hidden_and_so_is_nobody(table: Table, n_hit: int, status: str):
    (row,) = published(table, people("all", 300, n_hit)).to_dicts()
    assert row["status"] == status
    assert (row["estimate"] is None) == (status == "c")


def test_the_rest_of_the_sites_does_not_give_the_hidden_one_away():
    rows = published(
        CHRONICITY_CHANGE_ESTIMATE,
        people("all", 1500, 79),
        people("a", 500, 9),
        people("b", 500, 30),
        people("c", 500, 40),
    )
    assert dict(rows.select("scope_id", "status").iter_rows()) == {
        "all": "ok",
        "a": "c",
        "b": "c",
        "c": "ok",
    }


def test_a_rate_has_no_more_decimals_than_few_people_bear():
    (row,) = published(CHRONICITY_CHANGE_ESTIMATE, people("all", 3000, 50)).to_dicts()
    assert row["estimate"] == 1.2
    (row,) = published(CHRONICITY_CHANGE_ESTIMATE, people("all", 3000, 150)).to_dicts()
    assert row["estimate"] == 1.23
