"""What contracts, SQL and the factor catalogue owe each other."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from source_tree import ROOT, files, name_of

from triggerscape.contract.catalogue import INPUTS, TABLES
from triggerscape.contract.core import accepted_table, fate_table, history_table
from triggerscape.contract.factor_columns import FACTOR_TABLES
from triggerscape.contract.factor_days import CYCLE_DAY, FACTOR_DAY
from triggerscape.contract.language import PUBLISHABLE, Kind, Table
from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.factors import FACTORS
from triggerscape.settings import Settings
from triggerscape.warehouse.build.step import check_columns
from triggerscape.warehouse.designs.onset_design import onset_table
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statement

SQL = {name_of(path): path for path in files("sql/*.sql")}
SCHEMAS = {"core", "features", "sites", "trials", "months"}
BUILT = {name: path for name, path in SQL.items() if name.split("/")[1] in SCHEMAS}
MADE = {name: path for name, path in SQL.items() if name.split("/")[1] in {*SCHEMAS, "publish"}}
# Kept beside the factors, never one of them: the drug is given against attacks.
NOT_A_FACTOR = {"preventive_day"}


def ids(names: dict[str, Path]) -> list[object]:
    return [pytest.param(path, id=name) for name, path in names.items()]


def declared() -> dict[str, Table]:
    kept = [
        make(source)
        for source in INPUTS.values()
        for make in (accepted_table, fate_table, history_table)
    ]
    return {**TABLES, **{table.name: table for table in kept}}


@pytest.fixture(scope="module")
def empty_warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every declared table with no row, and the reference tables."""
    with duckdb.connect() as con:
        make_reference(con, Settings())
        # The designs have a column a factor, the sites' own among them; here the built-in ones.
        for table in [*declared().values(), onset_table(FACTORS)]:
            columns = ", ".join(f'"{column.name}" {column.kind}' for column in table)
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {table.schema}")
            con.execute(f"CREATE TABLE {table.name} ({columns})")
        yield con


@pytest.mark.parametrize("path", ids(SQL))
def test_a_sql_file_begins_with_its_grain(path: Path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- grain: ")
    assert len(first) > len("-- grain: one row")


@pytest.mark.parametrize("path", ids(SQL))
def test_a_sql_file_is_one_select_of_tables_that_exist(path: Path, empty_warehouse):
    found = empty_warehouse.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
    ).fetchall()
    declared = path.parent / "format.toml"
    kinds = tomllib.loads(declared.read_text())["tables"] if declared.is_file() else {}
    there = {name for (name,) in found} | {f"beside.{kind}" for kind in kinds}
    # read_statement refuses what DuckDB does not parse as one SELECT.
    assert set(read_statement(path).inputs) <= there


@pytest.mark.parametrize("path", ids(BUILT))
def test_a_sql_file_gives_the_columns_of_the_table_it_is_named_after(path: Path, empty_warehouse):
    statement = read_statement(path)
    check_columns(empty_warehouse, TABLES[statement.name], statement.sql)


@pytest.mark.parametrize("path", ids(MADE))
def test_a_sql_file_says_the_same_grain_as_its_contract(path: Path):
    schema = {"publish": "pub"}.get(path.parent.name, path.parent.name)
    grain = read_statement(path).grain
    assert grain.startswith(TABLES[f"{schema}.{path.stem}"].grain.split(";")[0].split(":")[0])


def test_every_built_table_has_its_sql():
    declared = {name for name, table in TABLES.items() if table.schema in SCHEMAS}
    assert {f"{path.parent.name}.{path.stem}" for path in BUILT.values()} == declared


def test_every_published_fact_has_its_sql():
    dimensions = {t.name for t in PUBLISHED if t.short_name.startswith("dim_")}
    made_from_code = dimensions | {"pub.release", "pub.release_change", "pub.dictionary"}
    made_from_code |= {table.name for table in DERIVED}
    from_sql = {f"pub.{path.stem}" for path in MADE.values() if path.parent.name == "publish"}
    assert from_sql == {table.name for table in PUBLISHED} - made_from_code


@pytest.mark.parametrize("table", declared().values(), ids=lambda table: table.name)
def test_every_column_says_what_it_means_in_a_phrase(table: Table):
    phrases = {column.name: column.meaning for column in table}
    assert {name: said for name, said in phrases.items() if not said or said.endswith(".")} == {}


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.name)
def test_a_published_column_may_leave_and_says_more_than_its_name(table: Table):
    for column in table:
        assert column.role in PUBLISHABLE, column.name
        assert column.meaning.lower() != column.name.replace("_", " ")


def test_each_factor_is_a_yes_no_or_step_column_of_one_table_of_days():
    told = Counter(
        column.name
        for table in FACTOR_TABLES
        for column in table
        if column.kind in {Kind.BOOLEAN, Kind.DOUBLE}
    )
    assert {factor.code: told[factor.code] for factor in FACTORS if told[factor.code] != 1} == {}


def test_what_is_made_to_be_a_factor_is_one():
    made = {
        column.name
        for table in (FACTOR_DAY, CYCLE_DAY)
        for column in table
        if column.name not in table.key
    }
    assert made - NOT_A_FACTOR - {factor.code for factor in FACTORS} == set()


def test_sql_holds_no_python_and_packages_hold_no_sql():
    assert files("sql/*.py") == ()
    strays = [name_of(path) for path in files("*.sql") if not path.is_relative_to(ROOT / "sql")]
    assert strays == []
