"""Bringing person-level tables up to date, one bucket at a time, only where something changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import accepted_table
from triggerscape.contract.ddl import comments
from triggerscape.errors import ContractBroken
from triggerscape.warehouse.arrived_rows import view_of_arrived
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.lake import (
    Lake,
    partial_of,
    recipe_of,
    use_of,
    view_of_files,
    write_parquet,
)
from triggerscape.warehouse.reference import reference_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.settings import Settings
    from triggerscape.warehouse.deliveries import SiteDeliveries


@dataclass(frozen=True)
class Step:
    """One person-level table: the SELECT that makes it and the contract it must meet."""

    contract: Table
    sql: str
    inputs: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.contract.name


@dataclass(frozen=True)
class Built:
    """What happened to one step in one bucket."""

    name: str
    bucket: int
    was_built: bool


def build_bucket(
    con: duckdb.DuckDBPyConnection,
    lake: Lake,
    bucket: int,
    steps: Sequence[Step],
    settings: Settings,
    *,
    deliveries: SiteDeliveries,
) -> list[Built]:
    """Build every step of one bucket whose SQL, contract, definitions or inputs changed.

    The connection must hold the reference tables and may hold nothing else: each bucket sees only
    its own files, and of the deliveries only those of the sites in its files. ContractBroken when
    a SELECT gives other columns than its contract declares.
    """
    recipes = _open_accepted(con, lake, bucket)
    uses = [use_of(file) for name in INPUTS for file in lake.accepted_files(name, bucket)]
    recipes |= deliveries.open(con, uses)
    definitions = fingerprint(*reference_statements(settings))
    outcomes = []
    for step in steps:
        inputs = [f"{name}={recipes[name]}" for name in step.inputs if name in recipes]
        recipe = fingerprint(step.sql, repr(step.contract), definitions, *inputs)
        target = lake.file(step.name, bucket)
        is_stale = recipe_of(target) != recipe
        if is_stale:
            check_columns(con, step.contract, step.sql)
            write_parquet(con, step.sql, target, recipe=recipe)
        else:
            # What a killed run left half written; its input may have gone back since.
            partial_of(target).unlink(missing_ok=True)
        recipes[step.name] = recipe
        _open_view(con, step.contract, [target])
        outcomes.append(Built(step.name, bucket, is_stale))
    return outcomes


def _open_accepted(con: duckdb.DuckDBPyConnection, lake: Lake, bucket: int) -> dict[str, str]:
    recipes = {}
    for contract, source in INPUTS.items():
        files = lake.accepted_files(contract, bucket)
        table = accepted_table(source)
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {table.schema}")
        con.execute(f"CREATE OR REPLACE VIEW {table.name} AS {view_of_arrived(files, table)}")
        recipes[table.name] = fingerprint(*(f"{file.name}={recipe_of(file)}" for file in files))
    return recipes


def _open_view(con: duckdb.DuckDBPyConnection, contract: Table, files: list[Path]) -> None:
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {contract.schema}")
    con.execute(f"CREATE OR REPLACE VIEW {contract.name} AS {view_of_files(files, contract)}")


def open_tables(con: duckdb.DuckDBPyConnection, lake: Lake, tables: Iterable[Table]) -> None:
    """Make a view over every bucket of each table, with what each column means."""
    for contract in tables:
        _open_view(con, contract, lake.files(contract.name))
        for statement in comments(contract, kind="VIEW"):
            con.execute(statement)


def check_columns(con: duckdb.DuckDBPyConnection, contract: Table, sql: str) -> None:
    """ContractBroken, naming each difference, unless a SELECT gives the contract's columns."""
    found = [(name, kind) for name, kind, *_ in con.execute(f"DESCRIBE {sql}").fetchall()]
    wanted = [(column.name, str(column.kind)) for column in contract]
    if found == wanted:
        return
    differences = [f"has {n} {k}" for n, k in found if (n, k) not in wanted]
    differences += [f"lacks {n} {k}" for n, k in wanted if (n, k) not in found]
    raise ContractBroken(
        "E704",
        f"{contract.name} does not match its contract: "
        + ("; ".join(differences) or "its columns are in another order"),
    )
