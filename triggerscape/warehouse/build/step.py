"""One table of a bucket: the SELECT that makes it and the contract it must meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from triggerscape.errors import ContractBroken
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.lake import MOST_WORDS
from triggerscape.warehouse.statements import Felt, Reach, felt_of, reach_of, told_from

if TYPE_CHECKING:
    import duckdb

    from triggerscape.contract.language import Table

# How rows are written; another word makes every table anew, so that no file is of the old way.
WRITTEN = "nulls always marked"


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

    @cached_property
    def reach(self) -> dict[str, Reach]:
        """How far the SELECT looks in its dated inputs; an input not named, not beyond the day."""
        return reach_of(self.sql)

    @cached_property
    def felt(self) -> Felt:
        """From when on, and up to when, changes of dated inputs are felt."""
        return felt_of(self.sql)

    @cached_property
    def told_from(self) -> str:
        """The day of a row from which on its change is felt, for a table without blocks of days."""
        return told_from(self.sql)

    @cached_property
    def rows(self) -> str:
        """The SELECT without its last ORDER BY, for whoever brings its rows into another order."""
        head, found, order = self.sql.rstrip().rpartition("\nORDER BY ")
        return head if found and ")" not in order else self.sql

    def recipe(self, definitions: str) -> str:
        """What the table is made by, apart from its rows: SELECT, contract, definitions, writer."""
        return fingerprint(self.sql, repr(self.contract), definitions, WRITTEN, str(MOST_WORDS))


@dataclass(frozen=True)
class Built:
    """What happened to one step in one bucket."""

    name: str
    bucket: int
    was_built: bool


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
