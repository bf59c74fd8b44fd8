"""The rows of a foreign file as its format wants them read: the declared columns, all as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.door.landing import open_landed
from triggerscape.delivery.door.plain_copy import LINE_MARK
from triggerscape.delivery.mapping import tidied
from triggerscape.delivery.privacy.identifier_names import (
    IDENTIFIED,
    is_identifying,
    refuse_identifiers,
)
from triggerscape.delivery.refusals import LONGEST_RECORD, FileRefused
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    import duckdb

    from triggerscape.delivery.door.plain_copy import PlainCopy
    from triggerscape.delivery.fhir.compiling import CompiledView
    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.delivery.sources.source_format import SourceTable

# The one element of a person we read although it may tell who somebody is: our rules take only a
# bare year of it, and hold back a row with more.
_READ_BUT_HELD_TO_THE_YEAR = "birthDate"
_SOUND = "CASE WHEN json_valid(resource) THEN resource END"
_TELLING_ELEMENTS = frozenset({"address", "contact", "identifier", "name", "photo", "telecom"})


def foreign_rows(
    con: duckdb.DuckDBPyConnection, copy: PlainCopy, table: SourceTable, profile: SiteProfile
) -> tuple[str, tuple[int, ...]]:
    """A SELECT of source_row and the declared columns, and the numbers of lines that are none.

    Makes the view ``landed`` over the copy, or ``line`` where lines are resources. FileRefused
    where a required column is missing, and where something in the file tells who somebody is:
    columns of such names are suffered only while they are empty.
    """
    if table.view is not None:
        _open_lines(con, copy)
        _refuse_telling_resources(con, table.view)
        return _resources(table.view), _no_resources(con, table.view)
    open_landed(con, copy, profile)
    headers = copy.shape.headers
    _refuse_telling_columns(con, headers)
    if missing := [name for name in table.required if name not in headers]:
        raise FileRefused("file.columns", f"required columns are missing: {', '.join(missing)}")
    columns = ", ".join(
        f"{tidied(quoted(name), profile) if name in headers else 'CAST(NULL AS VARCHAR)'} "
        f"AS {quoted(name)}"
        for name in table.columns
    )
    return f"SELECT source_row, {columns} FROM landed", ()


def _refuse_telling_columns(con: duckdb.DuckDBPyConnection, headers: tuple[str, ...]) -> None:
    telling = [name for name in headers if is_identifying(name)]
    counts = ", ".join(f"count(nullif(trim({quoted(name)}), ''))" for name in telling)
    found = con.execute(f"SELECT {counts} FROM landed").fetchall()[0] if telling else ()
    empty = {name for name, count in zip(telling, found, strict=True) if not count}
    refuse_identifiers(tuple(name for name in headers if name not in empty))


def _open_lines(con: duckdb.DuckDBPyConnection, copy: PlainCopy) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP VIEW line AS SELECT source_row, resource "
        f"FROM read_csv({sql_text(str(copy.path))}, auto_detect = false, header = false, "
        f"columns = {{source_row: 'BIGINT', resource: 'VARCHAR'}}, delim = {sql_text(LINE_MARK)}, "
        f"quote = '', escape = '', new_line = '\\n', max_line_size = {2 * LONGEST_RECORD})"
    )


def _resources(view: CompiledView) -> str:
    return view.text_sql("(SELECT * FROM line WHERE json_valid(resource))")


def _no_resources(con: duckdb.DuckDBPyConnection, view: CompiledView) -> tuple[int, ...]:
    """Lines that are no JSON, and resources of another type than the file is named after."""
    kind = f"json_extract_string({_SOUND}, '$.resourceType')"
    rows = con.execute(
        f"SELECT source_row FROM line WHERE {kind} IS DISTINCT FROM {sql_text(view.resource)} "
        "ORDER BY source_row"
    ).fetchall()
    return tuple(int(number) for (number,) in rows)


def _refuse_telling_resources(con: duckdb.DuckDBPyConnection, view: CompiledView) -> None:
    """Of a person's resource every element is looked at; of others, only what the view reads is."""
    if view.resource != "Patient":
        return
    keys = con.execute(f"SELECT DISTINCT unnest(json_keys({_SOUND})) FROM line ORDER BY ALL")
    names = tuple(name for (name,) in keys.fetchall() if name != _READ_BUT_HELD_TO_THE_YEAR)
    if telling := sorted(_TELLING_ELEMENTS.intersection(names)):
        said = f"elements that identify people: {', '.join(telling)}; send without"
        raise FileRefused(IDENTIFIED, said)
    refuse_identifiers(names)
