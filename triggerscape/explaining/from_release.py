"""What a release says of a table: the words in it, the model behind it, and the rows asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from triggerscape.explaining.diagnostics import read_diagnostics
from triggerscape.reading.estimate import labels_of
from triggerscape.reading.pick_rows import pick_rows
from triggerscape.reading.sentence import sentence_of
from triggerscape.reading.statuses import why_no_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.explaining.diagnostics import Diagnostics

Row = dict[str, Any]
_MODEL = "model_id, version, settings, code_version, inputs, first_window, last_window, reason"


@dataclass(frozen=True)
class ExplainedRow:
    """One published row as it was released, its sentence, and why it has no number if it has none.

    A hidden row is NULL in the release itself, so nothing of it can be told here.
    """

    row: Row
    sentence: str
    why_no_number: str


@dataclass(frozen=True)
class FromRelease:
    """``estimands`` and ``measures`` are rows of dim_estimand and dim_measure, those in use.

    ``model`` is the row of model_version that answers for the table; None for a reference table.
    ``diagnostics`` say how far that model, and the rows, can be trusted.
    ``statuses`` counts the rows of the table by status. ``rows`` are those the keys name.
    """

    release_id: str
    estimands: tuple[Row, ...]
    measures: tuple[Row, ...]
    model: Row | None
    diagnostics: Diagnostics
    statuses: Mapping[str, int]
    rows: tuple[ExplainedRow, ...]


def look_up(
    con: duckdb.DuckDBPyConnection, table: Table, keys: Mapping[str, object]
) -> FromRelease:
    """Read what a release says of one of its tables; rows only where keys are given.

    TriggerscapeError for a key or value that is not there.
    """
    [(release_id, threshold)] = con.execute(
        "SELECT release_id, threshold FROM pub.release"
    ).fetchall()
    rows = pick_rows(con, table, keys) if keys else []
    model = _rows(con, f"SELECT {_MODEL} FROM pub.model_version WHERE table_name = ?", table)
    return FromRelease(
        release_id=release_id,
        estimands=_words(con, table, "estimand_id", rows),
        measures=_words(con, table, "measure_id", rows),
        model=model[0] if model else None,
        diagnostics=read_diagnostics(con, model[0]["model_id"] if model else None, rows),
        statuses=_statuses(con, table),
        rows=tuple(_explained(con, row, table, threshold) for row in rows),
    )


def _explained(
    con: duckdb.DuckDBPyConnection, row: Row, table: Table, threshold: int
) -> ExplainedRow:
    if "status" not in row:
        return ExplainedRow(row, "", "")
    said = sentence_of(row, table, labels_of(con, row, table), threshold)
    return ExplainedRow(row, said, why_no_number(row["status"], threshold))


def _words(
    con: duckdb.DuckDBPyConnection, table: Table, name: str, rows: Sequence[Row]
) -> tuple[Row, ...]:
    """The rows of dim_estimand or dim_measure for the words in these rows, else in all."""
    if name not in table.column_names:
        return ()
    used = {row[name] for row in rows}
    if not rows:
        used = {
            word for (word,) in con.execute(f"SELECT DISTINCT {name} FROM {table.name}").fetchall()
        }
    reference = f"pub.dim_{name.removesuffix('_id')}"
    all_rows = _rows(con, f"SELECT * FROM {reference} ORDER BY {name}")
    return tuple(row for row in all_rows if row[name] in used)


def _statuses(con: duckdb.DuckDBPyConnection, table: Table) -> dict[str, int]:
    if "status" not in table.column_names:
        return {}
    query = f"SELECT status, count(*) FROM {table.name} GROUP BY status ORDER BY status"
    return dict(con.execute(query).fetchall())


def _rows(con: duckdb.DuckDBPyConnection, query: str, about: Table | None = None) -> list[Row]:
    found = con.execute(query, [about.short_name] if about else [])
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
