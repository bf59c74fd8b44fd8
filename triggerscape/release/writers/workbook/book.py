"""Write the workbook of a release, and read its tables back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from triggerscape.contract.language import Table
from triggerscape.contract.releases.references import DICTIONARY
from triggerscape.release.info import ReleaseInfo
from triggerscape.release.writers.workbook.front_sheets import (
    COVER,
    contents_grid,
    cover_lines,
    notes_grid,
)
from triggerscape.release.writers.workbook.sheet import Looks, write_cover, write_grid
from triggerscape.release.writers.workbook.shorthand import MOST_ROWS, table_grid


def write_workbook(
    tables: Mapping[str, pl.DataFrame],
    contracts: tuple[Table, ...],
    info: ReleaseInfo,
    release_id: str,
    path: Path,
    *,
    most_rows: int = MOST_ROWS,
) -> None:
    """Write cover, contents, notes, the dictionary and a sheet per table.

    Text is never taken for a formula or an address, no clock is asked, and everything comes in the
    order of the contracts: the same tables give the same bytes. A table beyond ``most_rows`` is cut
    there, and its sheet says so.
    """
    ordered = _ordered(contracts)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as book:
        book.set_properties(
            {
                "title": f"{info.title}, release {release_id}",
                "subject": "Made-up population" if info.is_synthetic else "",
                "comments": f"Everything up to {info.as_of.isoformat()}",
                "created": dt.datetime.combine(info.as_of, dt.time(), tzinfo=dt.UTC),
            }
        )
        looks = Looks(book)
        write_cover(book, looks, COVER, cover_lines(info, release_id))
        write_grid(book, looks, contents_grid(tables, ordered))
        write_grid(book, looks, notes_grid(ordered, info))
        for table in ordered:
            write_grid(book, looks, table_grid(tables[table.name], table, most_rows=most_rows))


def _ordered(contracts: tuple[Table, ...]) -> tuple[Table, ...]:
    """The dictionary before the tables it explains."""
    rest = tuple(table for table in contracts if table.name != DICTIONARY.name)
    return (DICTIONARY, *rest) if len(rest) < len(contracts) else rest
