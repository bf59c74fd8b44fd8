"""A workbook of the invented release, and its parts as a program sees them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from fixture_tables import INFO, few_tables

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.release.shape import released_tables
from triggerscape.release.writers.workbook.book import write_workbook

RELEASE_ID = "2026-06-28.1"
TABLES = released_tables(few_tables(), INFO, RELEASE_ID)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Parts = dict[str, ET.Element]


def written_workbook(folder: Path) -> Path:
    path = folder / "workbook.xlsx"
    write_workbook(TABLES, PUBLISHED, INFO, RELEASE_ID, path)
    return path


def parts_of(path: Path) -> Parts:
    """Every XML part of the file by name."""
    with zipfile.ZipFile(path) as file:
        return {name: ET.fromstring(file.read(name)) for name in file.namelist()}


def sheets(parts: Parts) -> dict[str, ET.Element]:
    """Every sheet by its name, in order."""
    names = [sheet.attrib["name"] for sheet in parts["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    return {n: parts[f"xl/worksheets/sheet{i}.xml"] for i, n in enumerate(names, start=1)}


def texts(parts: Parts, sheet: ET.Element) -> dict[str, str]:
    """The text cells of a sheet by their address."""
    strings = [
        "".join(t.text or "" for t in item.iter(f"{MAIN}t"))
        for item in parts["xl/sharedStrings.xml"]
    ]
    return {
        cell.attrib["r"]: strings[int(cell.findtext(f"{MAIN}v", ""))]
        for cell in sheet.iter(f"{MAIN}c")
        if cell.attrib.get("t") == "s"
    }
