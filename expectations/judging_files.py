"""One delivered file against one contract: landed, mapped, judged, split into kept and refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from expectations.judging import judged_sql, rules_of
from triggerscape.delivery.door.landing import Landed, land
from triggerscape.delivery.door.staging import FileRefused
from triggerscape.delivery.mapping import map_columns, refuse_identifiers
from triggerscape.warehouse.statements import sql_folder

if TYPE_CHECKING:
    from triggerscape.delivery.arrival import Arrival

MISSHAPEN = "file.row_shape"


@dataclass(frozen=True)
class JudgedFile:
    """What became of a file; its kept rows wait in the temporary table ``judged``.

    ``refused`` holds (row, column, rule). Where the file was refused as a whole, ``file_rule`` and
    ``sentence`` say why, and there is no table.
    """

    rows_in: int
    rows_refused: int
    refused: tuple[tuple[int, str, str], ...] = ()
    collected: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    file_rule: str = ""
    sentence: str = ""


def refused_whole(refusal: FileRefused) -> JudgedFile:
    """The record of a file none of which can be used: every row of it counts as refused."""
    return JudgedFile(refusal.rows, refusal.rows, file_rule=refusal.rule, sentence=refusal.sentence)


def judge_file(con: duckdb.DuckDBPyConnection, arrival: Arrival) -> JudgedFile:
    """Judge every row of a staged file against the contract it feeds."""
    try:
        landed = land(con, arrival.staged, arrival.profile)
    except FileRefused as refusal:
        return refused_whole(refusal)
    try:
        return _judge_landed(con, landed, arrival)
    except FileRefused as refusal:
        return refused_whole(FileRefused(refusal.rule, refusal.sentence, landed.rows))
    except duckdb.Error as error:
        # The engine's message may quote a value, so only its kind is passed on.
        sentence = f"the file cannot be judged by its profile ({type(error).__name__})"
        return refused_whole(FileRefused("file.unjudged", sentence, landed.rows))


def _judge_landed(con: duckdb.DuckDBPyConnection, landed: Landed, arrival: Arrival) -> JudgedFile:
    table, profile, promise = arrival.table, arrival.profile, arrival.promise
    if arrival.delivery.is_of_other_site:
        raise FileRefused("file.other_site", "its manifest names another site than the folder")
    if promise and (promise.sha256, promise.rows) != (arrival.staged.sha256, landed.rows):
        raise FileRefused("file.manifest", "the file is not the one its manifest describes")
    refuse_identifiers(landed.headers)
    mapping = arrival.use.mapping
    headers = _map_foreign(con, mapping) if mapping else landed.headers
    mapped = map_columns(table, headers, profile)
    con.execute("CREATE OR REPLACE TEMP TABLE judged AS " + judged_sql(arrival, mapped))
    con.execute("DROP TABLE landed")
    column_of = {rule.code: rule.column for rule in rules_of(table, profile)}
    broken = con.execute(
        "SELECT source_row, unnest(broken) AS rule FROM judged ORDER BY source_row, rule"
    ).fetchall()
    refused = [(int(row), column_of[rule], rule) for row, rule in broken]
    refused += [(row, "", MISSHAPEN) for row in landed.misshapen]
    rows_refused = len({row for row, _, _ in refused})
    con.execute("DELETE FROM judged WHERE len(broken) > 0")
    return JudgedFile(
        landed.rows, rows_refused, tuple(sorted(refused)), mapped.collected, mapped.dropped
    )


def _map_foreign(con: duckdb.DuckDBPyConnection, mapping: str) -> tuple[str, ...]:
    """Replace ``landed`` by what the foreign mapping makes of it, one row for one row."""
    path = sql_folder() / "sources" / f"{mapping}.sql"
    if not path.is_file():
        raise FileRefused("file.mapping", f"there is no mapping sql/sources/{mapping}.sql")
    sql = path.read_text(encoding="utf-8").strip().rstrip(";")
    con.execute(f"CREATE OR REPLACE TEMP TABLE remapped AS {sql}")
    before, after = (
        con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
        for name in ("landed", "remapped")
    )
    if before != after:
        raise FileRefused("file.mapping", f"the mapping turns {before} rows into {after}")
    con.execute("DROP TABLE landed")
    con.execute("ALTER TABLE remapped RENAME TO landed")
    columns = [name for name, *_ in con.execute("DESCRIBE landed").fetchall()]
    return tuple(name for name in columns if name != "source_row")
