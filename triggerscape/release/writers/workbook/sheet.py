"""From a grid to a sheet: a named Excel table under a title, heads frozen, nothing merged."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from triggerscape.release.writers.workbook.grid import Cell, Gap, Grid, GridColumn, Link

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_FONT = {"font_name": "Arial", "font_size": 11}
_DATE = "yyyy-mm-dd"
# Letters of a cell that fit into a column; measured text would differ between machines.
_NARROWEST, _WIDEST, _LETTERS_READ = 10, 60, 500
_COVER_WIDTH = 100


class Looks:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """The format with these properties beside the font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**_FONT, **properties})
        return self._made[key]


def write_cover(book: Workbook, looks: Looks, name: str, lines: list[str]) -> None:
    """A sheet of plain lines in one column, the first one the title."""
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, _COVER_WIDTH, looks.of())
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, lines[0], looks.of(bold=True, font_size=16))
    for row, line in enumerate(lines[1:], start=1):
        sheet.write_string(row, 0, line, looks.of(text_wrap=True, valign="top"))


def write_grid(book: Workbook, looks: Looks, grid: Grid) -> None:
    """One grid as one sheet: title in A1, lines, then the table to the end of the sheet."""
    sheet = book.add_worksheet(grid.name)
    sheet.write_string(0, 0, grid.title, looks.of(bold=True, font_size=14))
    for row, line in enumerate(grid.lines, start=1):
        if isinstance(line, Link):
            _link(sheet, looks, row, 0, line, text=f"Back to {line.sheet}")
        else:
            sheet.write_string(row, 0, line, looks.of())
    first, last = grid.header_row, grid.header_row + max(grid.rows, 1)
    sheet.add_table(
        first,
        0,
        last,
        len(grid.columns) - 1,
        {
            "name": grid.table_name,
            "title": grid.title,
            "description": grid.description,
            "style": "Table Style Light 1",
            "columns": [
                {"header": column.head, "header_format": looks.of(bold=True, bottom=1)}
                for column in grid.columns
            ],
        },
    )
    for place, column in enumerate(grid.columns):
        sheet.set_column(place, place, _width(column), looks.of())
        _write_column(sheet, looks, column, first + 1, place)
    sheet.freeze_panes(first + 1, 0)
    sheet.repeat_rows(first)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_column(sheet: Any, looks: Looks, column: GridColumn, first: int, place: int) -> None:
    gap, number = looks.of(align="right"), looks.of(num_format=column.number_format or "General")
    day, text = looks.of(num_format=_DATE, align="right"), looks.of(valign="top")
    for row, cell in enumerate(column.cells, start=first):
        match cell:
            case Gap():
                sheet.write_string(row, place, cell.shorthand, gap)
            case Link():
                _link(sheet, looks, row, place, cell, text=cell.sheet)
            case str():
                sheet.write_string(row, place, cell, text)
            case bool():
                sheet.write_boolean(row, place, cell, text)
            case float() if not math.isfinite(cell):
                # Excel knows no such number. None is published; verification names the row.
                sheet.write_string(row, place, str(cell), text)
            case int() | float():
                sheet.write_number(row, place, cell, number)
            case _:
                sheet.write_datetime(row, place, cell, day)


def _link(sheet: Any, looks: Looks, row: int, place: int, link: Link, *, text: str) -> None:
    look = looks.of(underline=1, font_color="#0A58A8")
    sheet.write_url(row, place, f"internal:'{link.sheet}'!A1", look, string=text)


def _width(column: GridColumn) -> int:
    shown = [len(_text(cell, column)) for cell in column.cells[:_LETTERS_READ]]
    # Room beside a head for the button that filters.
    return min(max(_NARROWEST, len(column.head) + 3, *shown, 0) + 1, _WIDEST)


def _text(cell: Cell, column: GridColumn) -> str:
    match cell:
        case Gap():
            return cell.shorthand
        case Link():
            return cell.sheet
        case float():
            decimals = len(column.number_format.partition(".")[2])
            return f"{cell:.{decimals}f}" if column.number_format else f"{cell:g}"
        case _:
            return str(cell)
