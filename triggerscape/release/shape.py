"""From the tables a run hands over to the tables of a release: complete, typed, stamped, sorted."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.contract.releases.changes import RELEASE_CHANGE
from triggerscape.contract.releases.derived import DERIVED
from triggerscape.contract.releases.references import DICTIONARY, RELEASE
from triggerscape.errors import ContractBroken, DisclosureRefused
from triggerscape.meanings.table_estimands import ESTIMAND_OF_TABLE, SEE_ROWS
from triggerscape.release.changes.moved import changes
from triggerscape.release.derived.catalogue import derived_rows
from triggerscape.release.info import ReleaseInfo

POLARS_TYPES: dict[Kind, type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.BOOLEAN: pl.Boolean,
    Kind.SMALLINT: pl.Int16,
    Kind.INTEGER: pl.Int32,
    Kind.BIGINT: pl.Int64,
    Kind.DOUBLE: pl.Float64,
    Kind.DATE: pl.Date,
}


def released_tables(
    tables: Mapping[str, pl.DataFrame],
    info: ReleaseInfo,
    release_id: str,
    before: Mapping[str, pl.DataFrame] | None = None,
) -> dict[str, pl.DataFrame]:
    """Every published table by full name, in the order of the contracts.

    ``tables`` holds all of them but ``pub.release``, ``pub.release_change``, ``pub.dictionary`` and
    those derived from others, which are made here; ``before`` are the tables of the release before,
    if there is one.
    Empty text becomes NULL: a CSV file cannot tell them apart, so no file may.

    Raises:
        DisclosureRefused: a table or a column is not in the contract.
        ContractBroken: a table or a column is missing, or a value does not fit its type.
    """
    made = {
        RELEASE.name: _release_row(info, release_id),
        DICTIONARY.name: dictionary(PUBLISHED),
    }
    unknown = sorted(set(tables) - {table.name for table in PUBLISHED})
    if unknown:
        raise DisclosureRefused("E409", f"tables without a contract: {', '.join(unknown)}")
    given = {**tables, **made}
    handed_over = [t for t in PUBLISHED if t not in (RELEASE_CHANGE, *DERIVED)]
    missing = [table.name for table in handed_over if table.name not in given]
    if missing:
        raise ContractBroken("E452", f"tables not handed over: {', '.join(missing)}")
    stamps = {"release_id": pl.lit(release_id), "as_of_date": pl.lit(info.as_of)}
    # A row carried over from an earlier release keeps the day it was made.
    ready = {table.name: shaped(given[table.name], table, stamps) for table in handed_over}
    rows = derived_rows(ready)
    ready |= {table.name: shaped(rows[table.name], table, stamps) for table in DERIVED}
    change = shaped(changes(ready, before, info), RELEASE_CHANGE, stamps)
    return {table.name: ready.get(table.name, change) for table in PUBLISHED}


def shaped(frame: pl.DataFrame, table: Table, stamps: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """The frame with the columns, types and order its contract declares, sorted by its key."""
    frame = frame.with_columns(
        (pl.coalesce(name, value) if name in frame.columns and name != "release_id" else value)
        .cast(POLARS_TYPES[table.column(name).kind])
        .alias(name)
        for name, value in stamps.items()
        if name in table.column_names
    )
    unknown = sorted(set(frame.columns) - set(table.column_names))
    if unknown:
        raise DisclosureRefused(
            "E401", f"{table.name}: not in the contract: {', '.join(unknown)}", where=table.name
        )
    missing = [name for name in table.column_names if name not in frame.columns]
    if missing:
        raise ContractBroken(
            "E453", f"{table.name}: columns missing: {', '.join(missing)}", where=table.name
        )
    try:
        typed = frame.select(pl.col(c.name).cast(POLARS_TYPES[c.kind]) for c in table)
    except (KeyError, pl.exceptions.PolarsError):
        # The library's own message quotes the value; ours must not.
        raise ContractBroken(
            "E454", f"{table.name}: a value does not fit the declared type", where=table.name
        ) from None
    return typed.with_columns(
        pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep()
    ).sort(table.key)


def dictionary(published: tuple[Table, ...]) -> pl.DataFrame:
    """One row per published table and column, as the contracts declare them."""
    rows = [
        (
            table.name,
            column.name,
            position,
            column.kind.value,
            column.unit,
            column.decimals,
            column.meaning,
            _estimand(table, column),
            column.role.value,
        )
        for table in published
        for position, column in enumerate(table, start=1)
    ]
    schema = {column.name: POLARS_TYPES[column.kind] for column in DICTIONARY}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _estimand(table: Table, column: Column) -> str | None:
    """What an estimate estimates; of a table without estimates, what its counts count."""
    has_estimates = any(one.role is Role.ESTIMATE for one in table)
    if column.role is not (Role.ESTIMATE if has_estimates else Role.COUNT):
        return None
    return ESTIMAND_OF_TABLE.get(table.name, SEE_ROWS)


def _release_row(info: ReleaseInfo, release_id: str) -> pl.DataFrame:
    values = {
        "release_id": release_id,
        "as_of_date": info.as_of,
        "run_id": info.run_id,
        "code_version": info.code_version,
        "is_synthetic": info.is_synthetic,
        "threshold": info.threshold,
        "rounding_base": info.rounding_base,
        "disclosure_mode": str(info.mode),
        "closed_through": info.closed_through,
        "restated": info.restated or None,
    }
    schema = {column.name: POLARS_TYPES[column.kind] for column in RELEASE}
    return pl.DataFrame([values], schema=schema)
