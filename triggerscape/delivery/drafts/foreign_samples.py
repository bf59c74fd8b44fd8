"""A sample that is a file of a foreign format: known by its name and its header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.guessing.drafting import TIMEZONE, Draft
from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.sources.format_names import format_names
from triggerscape.delivery.sources.source_format import SourceFormat, SourceTable, read_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

_RESOURCE = "resourcetype"


@dataclass(frozen=True)
class ForeignSample:
    """A sample, taken for one kind of file of a format."""

    source: SourceFormat
    table: SourceTable

    @property
    def label(self) -> str:
        """The format and the kind of file in it."""
        return f"{self.source.name} {self.table.name}"


def foreign_sample(file_name: str, rows: pl.DataFrame) -> ForeignSample | None:
    """The kind of file whose name this is and whose required columns are all there.

    Of several, the one that would read most of the columns; None where there is none, or two are
    equally likely.
    """
    headers = {header.lower() for header in rows.columns}
    found = [
        ForeignSample(source, table)
        for source in map(read_format, format_names())
        if (table := source.table_of(file_name)) and _fits(table, headers, rows)
    ]
    read = [len(headers & set(one.table.columns)) for one in found]
    return found[read.index(max(read))] if found and read.count(max(read)) == 1 else None


def foreign_draft(sample: ForeignSample, rows: pl.DataFrame, dialect: Sequence[Guess]) -> Draft:
    """The draft of a site that sends files of this format: its mappings say all of the columns.

    ``dialect`` are guesses at how delimited text is written; lines of resources are none.
    """
    source = sample.source
    seen = f"the name and the header of the file are those of {source.title}: {sample.table.name}"
    written = dialect if sample.table.view is None else ()
    guesses = [TIMEZONE, Guess("format", source.name, seen), *written]
    if any(mapping.contract == "therapy" for kind in source.mappings.values() for mapping in kind):
        guesses.append(_OWN_CODES)
    return Draft(sample.label, len(rows), tuple(guesses), {}, (), ())


_OWN_CODES = Guess(
    "therapy_codes.local:*",
    "outside",
    "no file tells it: what the codes of the site's own mean, a line for each",
    is_open=True,
)


def _fits(table: SourceTable, headers: set[str], rows: pl.DataFrame) -> bool:
    if table.view is not None:
        named = [column for column in rows.columns if column.lower() == _RESOURCE]
        return bool(named) and set(rows[named[0]].drop_nulls()) == {table.view.resource}
    return bool(table.required) and set(table.required) <= headers
