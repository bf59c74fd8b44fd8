"""A DuckDB file opened for reading: queries on it, until it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


@dataclass(frozen=True)
class OpenFile:
    """One file. Close it, or use it in a ``with``."""

    connection: duckdb.DuckDBPyConnection
    path: Path

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """A query as a relation: ``.pl()`` makes a Polars frame of it, ``.to_arrow_table()`` Arrow.

        A relation is run again each time it is read.
        """
        return self.connection.sql(query)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
