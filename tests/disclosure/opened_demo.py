"""A finished demo opened read-only, as the publish step sees it: tables, estimates, reference."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

from triggerscape.delivery.profiles.reading import read_profiles
from triggerscape.factors import FACTORS, Factor
from triggerscape.settings import read_settings
from triggerscape.warehouse.reference.tables import make_reference


def opened_demo(home: Path) -> duckdb.DuckDBPyConnection:
    """A connection in memory whose views are the tables of the workspace's two databases."""
    con = duckdb.connect()
    con.execute("SET threads = 1")
    for name in ("research", "build"):
        con.execute(f"ATTACH '{home / f'{name}.duckdb'}' AS {name} (READ_ONLY)")
        tables = con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() "
            f"WHERE database_name = '{name}' AND schema_name <> 'main' ORDER BY ALL"
        ).fetchall()
        for schema, table in tables:
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            con.execute(f"CREATE VIEW {schema}.{table} AS FROM {name}.{schema}.{table}")
    make_reference(con, read_settings(home / "triggerscape.toml"))
    return con


def demo_factors(home: Path) -> tuple[Factor, ...]:
    """The built-in factors and those that the demo's sites declare."""
    profiles, _ = read_profiles(home / "sites")
    extras = {extra.factor.code: extra.factor for one in profiles.values() for extra in one.extras}
    return FACTORS + tuple(extras[code] for code in sorted(extras))


def last_day_of(con: duckdb.DuckDBPyConnection) -> dt.date:
    """The last diary day on record."""
    query = "SELECT max(diary_date) FROM core.diary_day WHERE NOT date_is_relative"
    day: dt.date = con.execute(query).fetchall()[0][0]
    return day
