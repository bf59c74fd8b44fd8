"""LibreOffice opens the workbook as it was written: every sheet, every cell, nothing that runs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from fixture_workbook import TABLES, written_workbook
from flat_spreadsheet import Shown, opened_in_libreoffice

from triggerscape.contract.language import Kind, Table
from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.release.writers.workbook.grid import Cell, Gap, Link
from triggerscape.release.writers.workbook.shorthand import table_grid

# Calc has no boolean of its own: it shows one as a call, which runs nothing.
BOOLEANS = {"of:=TRUE()": True, "of:=FALSE()": False}
Sheets = dict[str, list[list[Shown]]]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheets, str]:
    folder = tmp_path_factory.mktemp("office")
    return opened_in_libreoffice(written_workbook(folder), folder)


def expected(cell: Cell) -> object:
    match cell:
        case Gap():
            return cell.shorthand
        case Link():
            return cell.sheet
    return cell


def written_rows(table: Table) -> list[list[object]]:
    """The heads and rows of a table as the writer means them."""
    columns = table_grid(TABLES[table.name], table).columns
    rows = zip(*(column.cells for column in columns), strict=True)
    return [[c.head for c in columns], *([expected(cell) for cell in row] for row in rows)]


def opened_rows(sheets: Sheets, table: Table) -> list[list[object]]:
    """The same as LibreOffice holds them, from the row of the heads on."""
    rows = sheets[table.short_name][len(table_grid(TABLES[table.name], table).lines) + 1 :]
    width = len(table.column_names)
    said = [[BOOLEANS.get(cell.formula, cell.value) for cell in row[:width]] for row in rows]
    return [row for row in said if any(value is not None for value in row)]


def test_it_opens_and_nothing_is_said_of_damage_or_repair(opened):
    sheets, said = opened
    assert sheets
    assert [word for word in ("rror", "repair", "corrupt", "damage") if word in said] == []


def test_every_sheet_is_there_in_its_order(opened):
    sheets, _ = opened
    front = ["Cover", "Contents", "Notes", "dictionary"]
    tables = [t.short_name for t in PUBLISHED if t.short_name != "dictionary"]
    assert list(sheets) == [*front, *tables]


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_every_cell_of_a_table_holds_what_was_written(opened, table):
    assert opened_rows(opened[0], table) == written_rows(table)


def test_no_cell_became_a_formula_or_an_error(opened):
    sheets, _ = opened
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    assert {cell.formula for cell in cells} - {""} <= set(BOOLEANS)
    wrong = ("#", "Err:")
    assert [c.value for c in cells if isinstance(c.value, str) and c.value.startswith(wrong)] == []
    booleans = [
        TABLES[table.name][column.name].count()
        for table in PUBLISHED
        for column in table
        if column.kind is Kind.BOOLEAN
    ]
    assert sum(cell.formula != "" for cell in cells) == sum(booleans) > 0


def test_a_sheet_cut_off_in_the_middle_would_be_noticed(tmp_path: Path):
    """LibreOffice opens such a file without a word; only the cells tell."""
    whole, cut = written_workbook(tmp_path), tmp_path / "cut.xlsx"
    with zipfile.ZipFile(whole) as file, zipfile.ZipFile(cut, "w") as copy:
        for name in file.namelist():
            part = file.read(name)
            is_first_table = name == "xl/worksheets/sheet4.xml"
            copy.writestr(name, part[: len(part) // 2] if is_first_table else part)
    sheets, _ = opened_in_libreoffice(cut, tmp_path)
    dictionary = next(table for table in PUBLISHED if table.short_name == "dictionary")
    assert opened_rows(sheets, dictionary) != written_rows(dictionary)
