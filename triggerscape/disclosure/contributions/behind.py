"""The people behind one table, worked out once for everything that is asked of them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from triggerscape.disclosure.contributions.contribution import Contribution

_TABLE = "contributing_people"


@contextmanager
def people_behind(con: duckdb.DuckDBPyConnection, of: Contribution) -> Iterator[Contribution]:
    """The same Contribution, reading from a temporary table that goes with the block."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_TABLE} AS {of.sql}")
    try:
        yield replace(of, sql=f"SELECT * FROM {_TABLE}")
    finally:
        con.execute(f"DROP TABLE {_TABLE}")
