"""What a spreadsheet program made of a workbook, read from its flat XML, cell by cell."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _OFFICE = f"{{{_SPACE}:table:1.0}}", f"{{{_SPACE}:office:1.0}}"
_TEXT = f"{{{_SPACE}:text:1.0}}"
# Calc ends every sheet with a million empty rows, said once.
_FURTHER_ROWS = 50_000


@dataclass(frozen=True)
class Shown:
    """A cell as the program holds it: its value, and the formula behind it if there is one."""

    value: str | float | date | None
    formula: str = ""


def opened_in_libreoffice(workbook: Path, folder: Path) -> tuple[dict[str, list[list[Shown]]], str]:
    """The sheets of a workbook as LibreOffice opened it, and what it said meanwhile.

    Skips where LibreOffice is not installed. Its profile is a fresh one, below the folder.
    """
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here: apt-get install libreoffice-calc-nogui")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        [office, profile, "--headless", "--convert-to", "fods", "--outdir", folder, workbook],
        check=True,
        timeout=240,
        capture_output=True,
        text=True,
    )
    flat = folder / f"{workbook.stem}.fods"
    return (_sheets(flat) if flat.exists() else {}), done.stdout + done.stderr


def _sheets(flat: Path) -> dict[str, list[list[Shown]]]:
    sheets = ET.parse(flat).getroot().iter(f"{_TABLE}table")
    return {sheet.attrib[f"{_TABLE}name"]: _rows(sheet) for sheet in sheets}


def _rows(sheet: ET.Element) -> list[list[Shown]]:
    rows: list[list[Shown]] = []
    for row in sheet.iter(f"{_TABLE}table-row"):
        repeated = int(row.attrib.get(f"{_TABLE}number-rows-repeated", "1"))
        if repeated < _FURTHER_ROWS:
            rows += [_cells(row)] * repeated
    return rows


def _cells(row: ET.Element) -> list[Shown]:
    cells: list[Shown] = []
    for cell in row.findall(f"{_TABLE}table-cell"):
        repeated = int(cell.attrib.get(f"{_TABLE}number-columns-repeated", "1"))
        cells += [_shown(cell)] * repeated
    return cells


def _shown(cell: ET.Element) -> Shown:
    formula = cell.attrib.get(f"{_TABLE}formula", "")
    match cell.attrib.get(f"{_OFFICE}value-type"):
        case None:
            return Shown(None, formula)
        case "float":
            return Shown(float(cell.attrib[f"{_OFFICE}value"]), formula)
        case "date":
            return Shown(date.fromisoformat(cell.attrib[f"{_OFFICE}date-value"][:10]), formula)
        case _:
            lines = ("".join(line.itertext()) for line in cell.iter(f"{_TEXT}p"))
            return Shown("\n".join(lines), formula)
