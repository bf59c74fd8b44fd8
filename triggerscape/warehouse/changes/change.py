"""What changed in a table: nothing, anything, or rows of some people from some day on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.warehouse.blocks import BEGINNING
from triggerscape.warehouse.build.bucket_views import day_of
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

    from triggerscape.contract.language import Table

# Who has changes further back than this, seen from the newest one, is rebuilt apart from the
# others: their long past would be read for everybody.
RECENT_DAYS = 35


@dataclass(frozen=True)
class Change:
    """A change of a table.

    ``touched`` names a table of person_id and since, the first day that may differ; empty means
    that any row may.
    """

    touched: str = ""


ANYTHING = Change()
Changes = Mapping[str, Change]
"""The change of every table that changed, by its name; one that is not named did not."""


def in_passes(con: duckdb.DuckDBPyConnection, touched: str) -> list[tuple[str, dt.date]]:
    """The touched people in one or two tables, each with its first day: recent changes apart."""
    first, last = con.execute(f"SELECT min(since), max(since) FROM {touched}").fetchall()[0]
    if first is None:
        return []
    if (last - first).days <= RECENT_DAYS:
        return [(touched, first)]
    passes = []
    border = f"(SELECT max(since) - {RECENT_DAYS} FROM {touched})"
    for name, which in ((f"{touched}_recent", ">="), (f"{touched}_older", "<")):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT * FROM {touched} WHERE since {which} {border}"
        )
        since = con.execute(f"SELECT min(since) FROM {name}").fetchall()[0][0]
        passes.append((name, since))
    return passes


def differing_days(
    con: duckdb.DuckDBPyConnection, contract: Table, old: str, new: str
) -> Change | None:
    """The people whose rows differ between two SELECTs of a dated table, and from which day on.

    Leaves the table ``differing`` with person_id and day of every such row.
    """
    day = quoted(day_of(contract))
    rows = _differing(contract, f"person_id, {day} AS day", old, new)
    con.execute(f"CREATE OR REPLACE TEMP TABLE differing AS {rows}")
    return people_of(con, _changed(contract), "SELECT person_id, day FROM differing")


def differing_people(
    con: duckdb.DuckDBPyConnection, contract: Table, day: str, old: str, new: str
) -> Change | None:
    """The people whose rows differ between two SELECTs of a table without days.

    ``day`` names the column from which a row's change is felt; empty is from the beginning.
    """
    since = quoted(day) if day else f"DATE '{BEGINNING}'"
    rows = _differing(contract, f"person_id, {since} AS day", old, new)
    return people_of(con, _changed(contract), rows)


def _differing(contract: Table, group: str, old: str, new: str) -> str:
    """SELECT of the groups whose rows are not the same in both.

    All rows of a group make one number, the new ones added and the old ones taken away: nearly all
    groups are equal, and this looks at every row once.
    """
    row = f"CAST(hash({columns_of(contract.column_names)}) AS HUGEINT)"
    return (
        f"SELECT person_id, day FROM (SELECT {group}, {row} AS row_hash FROM ({new}) UNION ALL "
        f"SELECT {group}, -{row} FROM ({old})) GROUP BY person_id, day HAVING sum(row_hash) <> 0"
    )


def _changed(contract: Table) -> str:
    return f"changed_{contract.schema}_{contract.short_name}"


def people_of(con: duckdb.DuckDBPyConnection, target: str, rows: str) -> Change | None:
    """A change of the people and from the first days of a SELECT of person_id and day; or none."""
    made = con.execute(
        f"CREATE OR REPLACE TEMP TABLE {target} AS SELECT person_id, min(day) AS since "
        f"FROM ({rows}) GROUP BY person_id ORDER BY person_id"
    )
    [(people,)] = made.fetchall()
    return Change(target) if people else None


def columns_of(names: Iterable[str]) -> str:
    """Column names for a SELECT."""
    return ", ".join(quoted(name) for name in names)
