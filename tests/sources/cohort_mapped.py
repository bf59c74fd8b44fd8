"""What the mappings of a format make of a cohort's files, and what they should make of them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
from foreign_lines import lines_of
from mapped_lines import SourceFormat

from triggerscape.cohort.clinical.carried import CARRIED, as_carried
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.fhir import compile_view
from triggerscape.delivery.sources.therapy_mapping import therapies_sql
from triggerscape.delivery.sources.therapy_rules import rules_table
from triggerscape.warehouse.literals import quoted, sql_text
from triggerscape.warehouse.statements import read_statement


def mapped(file_format: str, home: Path, site: str, contract: str) -> list[tuple[str | None, ...]]:
    """The rows of one contract out of all files of a site, newest version of each key, sorted."""
    source = SourceFormat(file_format)
    profile = tomllib.loads((home / f"sites/{site}.toml").read_text())
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'Etc/UTC'; CREATE SCHEMA beside")
        con.execute(f"SET VARIABLE site_timezone = {sql_text(profile['timezone'])}")
        con.execute(f"SET VARIABLE site_code = {sql_text(site)}")
        for table, said in source.tables.items():
            files = [path for path in _files(home, site) if table in source.takes(path.name)]
            _load(con, f'beside."{table}"', source, said, files)
        rows = []
        for mapping in source.mappings():
            if mapping.startswith(f"{contract}_from_"):
                con.execute(
                    "CREATE OR REPLACE TEMP VIEW landed AS "
                    f'SELECT * FROM beside."{mapping.split("_from_")[1]}"'
                )
                rows += _rows(con, source, mapping, profile.get("therapy_codes", {}))
        return sorted(rows, key=str)


def wanted(file_format: str, home: Path, site: str, contract: str) -> list[tuple[str | None, ...]]:
    """The same rows out of the Parquet files of the same population, as the format carries them."""
    files = sorted(home.glob(f"inbox/{site}/*/{contract}.parquet"))
    if not files:
        return []
    rows = pl.concat([pl.read_parquet(file) for file in files], how="diagonal")
    if contract == "questionnaire" and rows["total"].dtype == pl.Float64:
        rows = rows.with_columns(total=_sum_of_mean())
    key = [name for name in INPUTS[contract].key if name != "site_code"]
    newest = rows.sort("recorded_at").unique(key, keep="last", maintain_order=True)
    carried = as_carried(file_format, contract, newest)
    with duckdb.connect() as con:
        con.register("carried", carried.with_columns(pl.col(pl.List(pl.String)).list.join("|")))
        sql = f"SELECT {_as_text(file_format, contract, carried.columns)} FROM carried"
        return sorted(con.execute(sql).fetchall(), key=str)


def _sum_of_mean() -> pl.Expr:
    """The total where the site's own files have the mean of the six HIT-6 items."""
    is_hit6 = pl.col("instrument") == "hit6"
    return pl.when(is_hit6).then((pl.col("total") * 6).round()).otherwise(pl.col("total"))


def _files(home: Path, site: str) -> Iterator[Path]:
    """Every file of a site, in the order of its deliveries."""
    for folder in sorted(home.glob(f"inbox/{site}/*")):
        yield from sorted(path for path in folder.iterdir() if path.name != "manifest.json")


def _load(
    con: duckdb.DuckDBPyConnection,
    name: str,
    source: SourceFormat,
    said: dict,
    files: list[Path],
) -> None:
    lines = [line for file in files for line in lines_of(file)]
    if "view" in said:
        view = compile_view(json.loads((source.folder / said["view"]).read_text()))
        texts = pl.DataFrame(
            {"resource": [json.dumps(line) for line in lines]}, schema={"resource": pl.String}
        ).with_row_index("source_row", offset=1)
        con.register("sent", texts)
        select = view.text_sql("(SELECT source_row, CAST(resource AS JSON) AS resource FROM sent)")
    else:
        columns = said["columns"]
        rows = [[line.get(column) or None for column in columns] for line in lines]
        schema = dict.fromkeys(columns, pl.String)
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        con.register("sent", frame.with_row_index("source_row", offset=1))
        select = "SELECT * FROM sent"
    con.execute(f"CREATE TABLE {name} AS {select}")


def _rows(
    con: duckdb.DuckDBPyConnection, source: SourceFormat, mapping: str, codes: dict[str, str]
) -> list[tuple[str | None, ...]]:
    contract = mapping.split("_from_", maxsplit=1)[0]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE given AS "
        + read_statement(source.folder / f"{mapping}.sql").sql
    )
    if contract == "therapy":
        names = [name for name, *_ in con.execute("DESCRIBE given").fetchall()]
        sql = therapies_sql("given", names, rules_table(codes))
        con.execute(f"CREATE OR REPLACE TEMP TABLE coded AS {sql}")
        con.execute(
            "CREATE OR REPLACE TEMP TABLE given AS SELECT * FROM coded "
            "QUALIFY row_number() OVER (PARTITION BY therapy_key ORDER BY source_row DESC) = 1"
        )
    elif contract == "person":
        con.execute(
            "CREATE OR REPLACE TEMP TABLE given AS SELECT * FROM given "
            "QUALIFY row_number() OVER (PARTITION BY person_key ORDER BY source_row DESC) = 1"
        )
    names = [name for name, *_ in con.execute("DESCRIBE given").fetchall()]
    sql = f"SELECT {_as_text(source.name, contract, names)} FROM given"
    return con.execute(sql).fetchall()


def _as_text(file_format: str, contract: str, names: list[str]) -> str:
    """SQL of what the format carries, every column typed by the contract and written alike."""
    columns = []
    for name in CARRIED[file_format][contract].columns:
        kind = INPUTS[contract].column(name).kind
        text = quoted(name) if name in names else "NULL"
        typed = f"CAST({text} AS VARCHAR)"
        if not kind.endswith("[]"):
            typed = f"CAST(CAST(CAST({text} AS VARCHAR) AS {kind}) AS VARCHAR)"
        columns.append(f"nullif({typed}, '') AS {quoted(name)}")
    return ", ".join(columns)
