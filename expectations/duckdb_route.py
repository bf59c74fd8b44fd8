"""The way from Great Expectations to the flow's own DuckDB connection: a small SQLAlchemy dialect.

A kept dialect package was tried first: duckdb-sqlalchemy 1.5.6 reaches a live connection too, but
any process that also loads Great Expectations then ends with 39 lines of "leaked function" on the
standard error, and it would still need a connection that cannot close or commit the flow's.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import UserDefinedType

from expectations.lent_connection import LentConnection

if TYPE_CHECKING:
    import duckdb
    from sqlalchemy.engine import URL, Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import Pool

LIVE_URL = "duckdblive://"
_ERRORS = (
    "Error DatabaseError OperationalError ProgrammingError IntegrityError DataError InternalError "
    "NotSupportedError"
).split()
_COLUMNS = """
SELECT column_name, data_type, is_nullable
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = ? AND table_name = ?
ORDER BY column_index
"""
_TABLES = """
SELECT DISTINCT table_name
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = ?
ORDER BY table_name
"""


def engine_options(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Options of an SQLAlchemy engine for LIVE_URL whose one connection is ``con``."""
    lent = LentConnection(con)
    return {"creator": lambda: lent}


class DuckDBType(UserDefinedType[Any]):
    """A column type under DuckDB's own name for it; values pass as they are."""

    cache_ok = True

    def __init__(self, spelling: str) -> None:
        self.spelling = spelling

    def get_col_spec(self, **_: Any) -> str:
        """The type as DuckDB writes it."""
        return self.spelling


class LiveDuckDB(PGDialect):
    """DuckDB speaks nearly PostgreSQL; this says what it has and leaves transactions alone."""

    name = "postgresql"
    driver = "duckdblive"
    default_paramstyle = "qmark"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        """What SQLAlchemy wants to know of a driver."""
        # Held by a function, not by the module: DuckDB complains at exit of what outlives it.
        import duckdb  # noqa: PLC0415

        errors = {name: getattr(duckdb, name) for name in _ERRORS}
        return SimpleNamespace(
            paramstyle="qmark",
            threadsafety=1,
            apilevel="2.0",
            Warning=Warning,
            InterfaceError=duckdb.Error,
            **errors,
        )

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003
        """One connection, for ever the same."""
        return StaticPool

    def on_connect(self) -> None:
        """Nothing to set up: the flow has done so."""

    def initialize(self, connection: Connection) -> None:  # noqa: ARG002
        """What the first connection would be asked for."""
        self.server_version_info, self.default_schema_name = (16, 0), "main"

    def do_begin(self, dbapi_connection: DBAPIConnection) -> None:
        """Leave it to the flow."""

    def do_commit(self, dbapi_connection: DBAPIConnection) -> None:
        """Leave it to the flow."""

    def do_rollback(self, dbapi_connection: DBAPIConnection) -> None:
        """Leave it to the flow."""

    def has_table(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> bool:
        """True for a table or view of that name."""
        return table_name in self.get_table_names(connection, schema)

    def get_table_names(
        self, connection: Connection, schema: str | None = None, **_: Any
    ) -> list[str]:
        """Tables and views, which are judged alike."""
        rows = connection.exec_driver_sql(_TABLES, (schema or "main",))
        return [str(name) for (name,) in rows]

    def get_columns(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> list[Any]:
        """The columns in order, each under DuckDB's own type."""
        rows = connection.exec_driver_sql(_COLUMNS, (schema or "main", table_name))
        return [
            {"name": name, "type": DuckDBType(kind), "nullable": nullable, "default": None}
            for name, kind, nullable in rows
        ]

    def get_pk_constraint(self, *_: Any, **__: Any) -> Any:
        """None: a key is one of our rules, not something to take the database's word for."""
        return {"constrained_columns": [], "name": None}


registry.register("duckdblive", __name__, LiveDuckDB.__name__)
