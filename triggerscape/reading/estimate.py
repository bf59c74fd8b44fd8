"""One published number: its value, interval, people, and the sentence that says what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from triggerscape.describing.find_table import find_published
from triggerscape.describing.links import links_of
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.meanings.table_estimands import ESTIMAND_OF_TABLE
from triggerscape.reading.pick_rows import pick_rows
from triggerscape.reading.sentence import sentence_of
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from triggerscape.contract.language import Table

# What is meant when a key is not said: the analysis that was fixed beforehand.
HEADLINE = {"estimand_id": "within_person", "outcome_id": "migraine_onset"}


@dataclass(frozen=True)
class Estimate:
    """``value`` is None where the row carries none: ``status`` and ``sentence`` say why.

    A range between two methods has ``ci_low`` and ``ci_high`` and no value. ``row`` is all of the
    published row.
    """

    table: str
    value: float | None
    ci_low: float | None
    ci_high: float | None
    n_people: int | None
    status: str
    sentence: str
    row: Mapping[str, Any]

    def __str__(self) -> str:
        """The sentence."""
        return self.sentence


def read_estimate(
    con: duckdb.DuckDBPyConnection, name: str, keys: Mapping[str, object]
) -> Estimate:
    """The one row of a published table that the keys name, by ``HEADLINE`` where they leave some.

    ``read_estimate(con, "trigger_effect", {"trigger_id": "sleep_short"})`` is its within-person
    rate ratio of migraine onset.

    TriggerscapeError for a table, key or value that is not there, and where more than one row is
    left: it names the keys in which they differ.
    """
    table = find_published(name)
    if "estimate" not in table.column_names:
        raise TriggerscapeError(
            "E156",
            f"{table.short_name} holds no estimates",
            fix=f'triggerscape sql "FROM {table.short_name}"',
            exit_code=Exit.USAGE,
        )
    rows = _headline(pick_rows(con, table, keys), keys)
    if len(rows) != 1:
        raise TriggerscapeError(
            "E156",
            f"{len(rows)} rows of {table.short_name} have these keys",
            fix=_what_differs(rows, table),
            exit_code=Exit.USAGE,
        )
    row = rows[0]
    [(threshold,)] = con.execute("SELECT threshold FROM pub.release").fetchall()
    said = sentence_of(row, table, labels_of(con, row, table), threshold)
    meant = _estimand(con, row, table)
    return Estimate(
        table=table.name,
        value=row["estimate"],
        ci_low=row["ci_low"],
        ci_high=row["ci_high"],
        n_people=row["n_people"],
        status=row["status"],
        sentence=f"{said} {meant}." if meant else said,
        row=row,
    )


def labels_of(
    con: duckdb.DuckDBPyConnection, row: Mapping[str, Any], table: Table
) -> dict[str, str]:
    """The readable name of every key of the row whose reference table has one."""
    found = {}
    for link in links_of(table):
        if link.column not in table.key or "label" not in find_published(link.target).column_names:
            continue
        query = f"SELECT label FROM {link.target} WHERE {quoted(link.key)} = ?"
        for (label,) in con.execute(query, [row[link.column]]).fetchall():
            found[link.column] = str(label)
    return found


def _headline(rows: list[dict[str, Any]], keys: Mapping[str, object]) -> list[dict[str, Any]]:
    for name, meant in HEADLINE.items():
        if len(rows) > 1 and name in rows[0] and name not in keys:
            rows = [row for row in rows if row[name] == meant] or rows
    return rows


def _what_differs(rows: list[dict[str, Any]], table: Table) -> str:
    open_keys = {name: sorted({str(row[name]) for row in rows}) for name in table.key}
    said = [
        f"{name} ({', '.join(values[:6])}{', …' if len(values) > 6 else ''})"
        for name, values in open_keys.items()
        if len(values) > 1
    ]
    return f"say {' and '.join(said)}" if said else "the table is empty in this release"


def _estimand(con: duckdb.DuckDBPyConnection, row: Mapping[str, Any], table: Table) -> str:
    query = "SELECT sentence FROM pub.dim_estimand WHERE estimand_id = ?"
    named = row.get("estimand_id") or ESTIMAND_OF_TABLE.get(table.name)
    found = con.execute(query, [named]).fetchall()
    return str(found[0][0]) if found else ""
