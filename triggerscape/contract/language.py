"""Column and Table: where type, unit, range, meaning and disclosure role are said, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a value is; each kind knows its DuckDB type."""

    TEXT = "VARCHAR"
    BOOLEAN = "BOOLEAN"
    SMALLINT = "SMALLINT"
    INTEGER = "INTEGER"
    BIGINT = "BIGINT"
    DOUBLE = "DOUBLE"
    DATE = "DATE"
    TIME = "TIME"
    TIMESTAMP = "TIMESTAMP"
    TEXT_LIST = "VARCHAR[]"
    NUMBER_MAP = "MAP(VARCHAR, DOUBLE)"

    @property
    def is_whole_number(self) -> bool:
        """True for the integer kinds."""
        return self in (Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT)

    @property
    def is_number(self) -> bool:
        """True for every numeric kind."""
        return self.is_whole_number or self is Kind.DOUBLE


class Role(StrEnum):
    """What a column means for disclosure; a release takes only the last four."""

    PERSON_KEY = "person key"  # tells people apart; never leaves the workspace
    PERSON_VALUE = "person value"  # a fact about one person; never leaves the workspace
    PROVENANCE = "provenance"  # file, row, delivery; never leaves the workspace
    DIMENSION = "dimension"  # says which row of a release this is
    COUNT = "count"  # number of people or days: thresholded, then rounded
    ESTIMATE = "estimate"  # published to its decimals, hidden together with its row
    NOTE = "note"  # says something about the row without counting anybody


PUBLISHABLE = frozenset({Role.DIMENSION, Role.COUNT, Role.ESTIMATE, Role.NOTE})


@dataclass(frozen=True)
class Column:
    """One column: everything that is ever said about it."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()
    pattern: str | None = None
    nullable: bool = True
    role: Role = Role.PERSON_VALUE
    needed_for: tuple[str, ...] = ()
    decimals: int | None = None

    def __post_init__(self) -> None:
        """Refuse a declaration that contradicts itself."""
        if not self.meaning.strip():
            raise ValueError(f"column {self.name}: say what it means")
        if (self.low is not None or self.high is not None) and not self.kind.is_number:
            raise ValueError(f"column {self.name}: a range needs a number")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"column {self.name}: low {self.low} above high {self.high}")
        if self.decimals is not None and self.kind is not Kind.DOUBLE:
            raise ValueError(f"column {self.name}: decimals belong to a DOUBLE")
        if self.role is Role.COUNT and self.kind is not Kind.BIGINT:
            raise ValueError(f"column {self.name}: a published count is a BIGINT")


@dataclass(frozen=True)
class Table:
    """One table: its name (schema.table), grain, key and columns, in order.

    ``day`` is the column by which a row belongs to a day, if any: such a table is kept in blocks of
    days, and rebuilt from the first day that changed. ``has_weeks`` says that its newest block lies
    in weeks: what a new day brings is rows of that day, and hardly any of the weeks before.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    warnings: tuple[str, ...] = ()
    day: str = ""
    has_weeks: bool = False

    def __post_init__(self) -> None:
        """Refuse duplicate columns, and a key or day that is none of them."""
        names = [column.name for column in self.columns]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"table {self.name}: declared twice: {', '.join(doubled)}")
        missing = [name for name in self.key if name not in names]
        if missing:
            raise ValueError(f"table {self.name}: key not among the columns: {', '.join(missing)}")
        if self.day and self.day not in names:
            raise ValueError(f"table {self.name}: no column {self.day} to date a row by")

    def __iter__(self) -> Iterator[Column]:
        """Walk the columns in order."""
        return iter(self.columns)

    @property
    def schema(self) -> str:
        """The part before the dot: core, features, estimates, pub, …"""
        return self.name.split(".")[0]

    @property
    def short_name(self) -> str:
        """The part after the dot."""
        return self.name.split(".")[1]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError names the table."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")
