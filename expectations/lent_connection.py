"""The flow's DuckDB connection, lent out: the borrower can read, and neither close nor commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


class LentConnection:
    """A database connection as Python's standard for them asks, around a live DuckDB connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def cursor(self) -> LentCursor:
        """A cursor of its own."""
        return LentCursor(self._con)

    def commit(self) -> None:
        """Leave it to the flow, which decides what is kept."""

    def rollback(self) -> None:
        """Leave it to the flow, which decides what is dropped."""

    def close(self) -> None:
        """Leave it to the flow, which closes what it opened."""


class LentCursor:
    """A cursor that fetches at once: Great Expectations reads after giving the connection back."""

    arraysize = 1
    rowcount = -1
    lastrowid = None

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._rows: list[tuple[Any, ...]] = []
        self.description: Any = None

    def execute(self, sql: str, parameters: Sequence[Any] | None = None) -> None:
        """Run a statement and keep its rows, the last one first."""
        self._con.execute(sql, list(parameters or ()))
        self.description = self._con.description
        self._rows = self._con.fetchall()[::-1] if self.description else []

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row, or None."""
        return self._rows.pop() if self._rows else None

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        """The next rows, at most ``size``."""
        return [self._rows.pop() for _ in range(min(size, len(self._rows)))]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []
