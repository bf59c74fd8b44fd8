"""Every sheet keeps the rules of accessible spreadsheets."""

from __future__ import annotations

import pytest
from fixture_tables import INFO
from fixture_workbook import (
    MAIN,
    RELEASE_ID,
    TABLES,
    Parts,
    parts_of,
    sheets,
    texts,
    written_workbook,
)

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.release.writers.workbook.front_sheets import cover_lines
from triggerscape.release.writers.workbook.shorthand import SHORTHAND

FRONT = ["Cover", "Contents", "Notes", "dictionary"]
WITH_TABLE = [*FRONT[1:], *(t.short_name for t in PUBLISHED if t.short_name != "dictionary")]
CELL_LETTERS = 32_767


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    return parts_of(written_workbook(tmp_path_factory.mktemp("workbook")))


def tables_of(parts) -> list[dict[str, str]]:
    """Name, place, heads and alternative text of every Excel table, in the order of the sheets."""
    found = []
    for number in range(1, len(WITH_TABLE) + 1):
        root = parts[f"xl/tables/table{number}.xml"]
        alternative = next(e for e in root.iter() if e.tag.endswith("}table") and e is not root)
        heads = [column.attrib["name"] for column in root.iter(f"{MAIN}tableColumn")]
        found.append({**root.attrib, **alternative.attrib, "heads": heads})
    return found


def test_the_sheets_come_in_this_order(parts):
    names = list(sheets(parts))
    assert names[:4] == FRONT
    assert names[1:] == WITH_TABLE
    assert all(len(name) <= 31 for name in names)


def test_every_sheet_but_the_cover_has_one_table_to_its_end(parts):
    """Named, with a heading row, and an alternative text that says what a row is."""
    shown = list(sheets(parts).items())[1:]
    described = {t.short_name: t.grain for t in PUBLISHED}
    assert len([name for name in parts if name.startswith("xl/tables/")]) == len(shown)
    for (name, sheet), table in zip(shown, tables_of(parts), strict=True):
        assert table["name"] == name.lower()
        assert "headerRowCount" not in table, "a table without a heading row"
        assert table["ref"].split(":")[1] == sheet.find(f"{MAIN}dimension").attrib["ref"][3:]
        assert table["altText"]
        assert table["altTextSummary"] == described.get(name, table["altTextSummary"])


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_the_heads_are_the_columns_of_the_dictionary(parts, table):
    (found,) = [t for t in tables_of(parts) if t["name"] == table.short_name]
    assert found["heads"] == list(table.column_names)


def test_nothing_is_merged_and_heads_stay_in_sight(parts):
    for name, sheet in list(sheets(parts).items())[1:]:
        assert list(sheet.iter(f"{MAIN}mergeCell")) == [], name
        pane = next(sheet.iter(f"{MAIN}pane"))
        first = next(t for t in tables_of(parts) if t["name"] == name.lower())["ref"]
        assert pane.attrib["state"] == "frozen"
        assert f"A{pane.attrib['ySplit']}" == first.split(":")[0], name


def test_no_cell_of_a_table_is_empty(parts):
    for table, sheet in zip(tables_of(parts), list(sheets(parts).values())[1:], strict=True):
        first = int(table["ref"].split(":")[0][1:])
        rows = [row for row in sheet.iter(f"{MAIN}row") if int(row.attrib["r"]) >= first]
        for row in rows:
            assert len([c for c in row if c.find(f"{MAIN}v") is not None]) == len(table["heads"])


def test_numbers_are_shown_with_the_decimals_of_the_dictionary(parts):
    """The format of a cell, not its value: 1.3 with three decimals reads 1.300."""
    styles = parts["xl/styles.xml"]
    own = {f.attrib["numFmtId"]: f.attrib["formatCode"] for f in styles.iter(f"{MAIN}numFmt")}
    formats = [
        own.get(xf.attrib["numFmtId"], xf.attrib["numFmtId"])
        for xf in styles.find(f"{MAIN}cellXfs")
    ]
    sheet = sheets(parts)["trigger_effect"]
    (table,) = [t for t in tables_of(parts) if t["name"] == "trigger_effect"]
    rows = {row.attrib["r"]: row for row in sheet.iter(f"{MAIN}row")}
    first = str(int(table["ref"].split(":")[0][1:]) + 1)
    looks = {
        head: formats[int(cell.attrib["s"])]
        for head, cell in zip(table["heads"], rows[first], strict=True)
        if cell.attrib.get("t") != "s"
    }
    assert looks["as_of_date"] == "yyyy-mm-dd"
    assert (looks["estimate"], looks["p_value"]) == ("0.000", "0.0000")
    assert looks["n_people"] == "#,##0"


def test_the_cover_says_what_this_is_and_how_to_read_it(parts):
    cover = sheets(parts)["Cover"]
    said = list(texts(parts, cover).values())
    assert said == cover_lines(INFO, RELEASE_ID)
    assert "Made-up population. Nothing here describes a real person or clinic." in said
    assert all(f"[{letter}]" in " ".join(said) for letter in SHORTHAND)


def test_the_contents_lead_to_every_sheet_with_its_rows(parts):
    contents = sheets(parts)["Contents"]
    links = {
        link.attrib["ref"]: link.attrib["location"] for link in contents.iter(f"{MAIN}hyperlink")
    }
    cells = texts(parts, contents)
    expected = [t.short_name for t in PUBLISHED if t.short_name != "dictionary"]
    named = [cells[place] for place in links]
    assert named == ["dictionary", *expected]
    assert [links[place] for place in links] == [f"'{name}'!A1" for name in named]
    numbers = {c.attrib["r"]: c.findtext(f"{MAIN}v") for c in contents.iter(f"{MAIN}c")}
    for place, name in zip(links, named, strict=True):
        assert int(numbers[place.replace("A", "C")]) == TABLES[f"pub.{name}"].height


def test_the_notes_hold_every_warning(parts):
    said = " ".join(texts(parts, sheets(parts)["Notes"]).values())
    assert all(warning in said for table in PUBLISHED for warning in table.warnings)
    assert "fewer than 11 people" in said


def test_every_text_fits_into_a_cell(parts):
    longest = max(
        len("".join(t.text or "" for t in item.iter(f"{MAIN}t")))
        for item in parts["xl/sharedStrings.xml"]
    )
    assert longest <= CELL_LETTERS
