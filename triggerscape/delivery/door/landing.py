"""Landing: the plain copy as the view ``landed``, source_row first, then every field as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triggerscape.delivery.door.plain_copy import LINE_MARK
from triggerscape.delivery.refusals import LONGEST_RECORD
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    import duckdb

    from triggerscape.delivery.door.plain_copy import PlainCopy
    from triggerscape.delivery.profiles.profile import SiteProfile


def open_landed(con: duckdb.DuckDBPyConnection, copy: PlainCopy, profile: SiteProfile) -> None:
    """Make the view ``landed`` over a plain copy.

    The null words of the profile are NULL in it where the copy is CSV.
    """
    if copy.form == "parquet":
        columns = ", ".join(
            f"{quoted(delivered)} AS {quoted(name)}"
            for delivered, name in zip(_delivered_names(con, copy), copy.shape.headers, strict=True)
        )
        select = f"SELECT source_row, {columns} FROM read_parquet({sql_text(str(copy.path))})"
    else:
        select = f"SELECT * FROM {_csv(copy, profile)}"
    con.execute(f"CREATE OR REPLACE TEMP VIEW landed AS {select}")


def _delivered_names(con: duckdb.DuckDBPyConnection, copy: PlainCopy) -> list[str]:
    described = con.execute(
        f"DESCRIBE SELECT * FROM read_parquet({sql_text(str(copy.path))})"
    ).fetchall()
    return [name for name, *_ in described if name != "source_row"]


def _csv(copy: PlainCopy, profile: SiteProfile) -> str:
    names = ["source_row", *copy.shape.headers]
    kinds = ", ".join(
        f"{sql_text(name)}: '{'BIGINT' if place == 0 else 'VARCHAR'}'"
        for place, name in enumerate(names)
    )
    quote = "''" if profile.unquoted else "'\"'"
    nulls = sql_texts(sorted({*profile.null_words, ""}))
    return (
        f"read_csv({sql_text(str(copy.path))}, auto_detect = false, header = false, "
        f"columns = {{{kinds}}}, delim = {sql_text(copy.delimiter)}, "
        f"quote = {quote}, escape = {quote}, "
        f"new_line = '\\n', nullstr = [{nulls}], "
        f"null_padding = {str(profile.null_padding).lower()}, "
        f"max_line_size = {2 * LONGEST_RECORD}, store_rejects = true, rejects_limit = 0)"
    )


def texts_at(con: duckdb.DuckDBPyConnection, copy: PlainCopy, place: int) -> list[str] | None:
    """The different texts in a column of a CSV copy, told from its lines in a third of the time.

    ``place`` counts the header's columns from 0. Lines that nobody can split are looked into as
    well. None where a field up to there is quoted or the text is empty, and for other copies.
    """
    if copy.form != "csv":
        return None
    mark = re.escape(copy.delimiter)
    # The number of the row stands before the first field.
    form = f'^(?:[^"{mark}]*{mark}){{{place + 1}}}([^"{mark}]*)(?:{mark}|$)'
    rows = con.execute(
        f"SELECT DISTINCT regexp_extract(line, {sql_text(form)}, 1) AS found "
        f"FROM read_csv({sql_text(str(copy.path))}, auto_detect = false, header = false, "
        f"columns = {{line: 'VARCHAR'}}, delim = {sql_text(LINE_MARK)}, quote = '', escape = '', "
        f"new_line = '\\n', max_line_size = {2 * LONGEST_RECORD}) "
        "ORDER BY found"
    ).fetchall()
    texts = [str(text or "") for (text,) in rows]
    return None if "" in texts else texts


def forget_rejects(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what earlier reads of a copy noted about rows they could not split."""
    con.execute("DROP TABLE IF EXISTS reject_scans; DROP TABLE IF EXISTS reject_errors")


def rejected_rows(con: duckdb.DuckDBPyConnection, copy: PlainCopy) -> tuple[int, ...]:
    """The numbers of the records the engine could not split into the header's fields, in order.

    Every line of a CSV copy begins with its number.
    """
    there = con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'")
    if copy.form == "parquet" or not there.fetchall():
        return ()
    rows = con.execute(
        f"SELECT DISTINCT TRY_CAST(split_part(csv_line, {sql_text(copy.delimiter)}, 1) AS BIGINT) "
        "AS source_row FROM reject_errors ORDER BY source_row"
    ).fetchall()
    return tuple(int(row) for (row,) in rows if row is not None)
