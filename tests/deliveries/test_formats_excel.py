"""Workbooks at the door: every cell arrives as the text a person reads in it."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from triggerscape.delivery.door.plain_copy import TextShape
from triggerscape.delivery.formats import workbook_safety
from triggerscape.delivery.formats.excel import copy_excel
from triggerscape.delivery.refusals import FileRefused

Fill = Callable[[xlsxwriter.Workbook], None]
NINE_O_CLOCK = dt.datetime.fromisoformat("2025-03-04 09:00:00")
DAY, STAMP, CLOCK = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm"


def workbook(path: Path, fill: Fill, **options: object) -> Path:
    with xlsxwriter.Workbook(path, options) as book:
        fill(book)
    return path


def one_sheet(*rows: tuple[object, ...], name: str = "Diary") -> Fill:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet(name)
        forms = {kind: book.add_format({"num_format": kind}) for kind in (DAY, STAMP, CLOCK)}
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                match cell:
                    case dt.datetime():
                        sheet.write_datetime(row, column, cell, forms[STAMP])
                    case dt.date():
                        sheet.write_datetime(row, column, cell, forms[DAY])
                    case dt.time():
                        sheet.write_datetime(row, column, cell, forms[CLOCK])
                    case None:
                        pass
                    case _:
                        sheet.write(row, column, cell)

    return fill


def copied(
    source: Path, sheet: str | None = None, title_lines: int = 0
) -> tuple[TextShape, list[tuple[object, ...]]]:
    target = source.with_suffix(".parquet")
    shape = copy_excel(source, target, sheet=sheet, title_lines=title_lines)
    return shape, pl.read_parquet(target).rows()


def refusal(source: Path, sheet: str | None = None) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refused:
        copied(source, sheet)
    return refused.value.rule, refused.value.sentence


@pytest.mark.parametrize("is_1904", [False, True], ids=["dates from 1900", "dates from 1904"])
def test_a_cell_is_read_as_it_looks(tmp_path: Path, *, is_1904: bool) -> None:
    expected = {
        "a key": ("007", "007"),
        "a whole number": (7, "7"),
        "a fraction": (7.5, "7.5"),
        "a sum with binary dust": (0.1 + 0.2, "0.3"),
        "a tiny number": (1e-7, "0.0000001"),
        "twelve digits": (123456789012, "123456789012"),
        "true": (True, "true"),
        "a date": (dt.date(2025, 3, 1), "2025-03-01"),
        "a moment": (dt.datetime.fromisoformat("2025-03-01 07:05:09"), "2025-03-01 07:05:09"),
        "a time of day": (dt.time(7, 30), "07:30:00"),
        "midnight": (dt.time(0, 0), "00:00:00"),
        "an error": ("#N/A", "#N/A"),
        "blanks": ("  ", None),
        "a formula is never run": ("=1+1", "0"),
    }
    rows = (tuple(expected), tuple(cell for cell, _ in expected.values()))
    book = workbook(tmp_path / "a.xlsx", one_sheet(*rows, rows[1]), date_1904=is_1904)
    shape, got = copied(book)
    assert shape == TextShape(tuple(expected), 2)
    read = dict(zip(shape.headers, got[0][1:], strict=True))
    assert read == {name: text for name, (_, text) in expected.items()}


def test_blank_rows_keep_counting_and_are_no_rows(tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "a.xlsx",
        one_sheet((), ("person_key", "pain"), ("p-1", 3), (), ("  ",), ("p-2", None)),
    )
    shape, rows = copied(book)
    assert shape == TextShape(("person_key", "pain"), 2)
    assert rows == [(1, "p-1", "3"), (4, "p-2", None)]


def test_title_lines_are_skipped_and_a_repeated_header_is_counted(tmp_path: Path) -> None:
    header = ("Person  Key", "Pain")
    book = workbook(
        tmp_path / "a.xlsx", one_sheet(("Export 2025",), ("site 4",), header, ("p", 1), header)
    )
    shape, rows = copied(book, title_lines=2)
    assert shape == TextShape(("person key", "pain"), 2, repeated=1)
    assert rows == [(1, "p", "1")]


def test_one_wrong_cell_does_not_turn_its_column_of_dates_into_moments(tmp_path: Path) -> None:
    days = [(dt.date(2025, 3, day),) for day in (1, 2, 3)]
    book = workbook(tmp_path / "a.xlsx", one_sheet(("day",), *days, (NINE_O_CLOCK,), ("?",)))
    read = [text for _, text in copied(book)[1]]
    assert read == ["2025-03-01", "2025-03-02", "2025-03-03", "2025-03-04 09:00:00", "?"]


def test_a_moment_at_midnight_stays_a_moment_among_others(tmp_path: Path) -> None:
    moments = [(NINE_O_CLOCK.replace(hour=hour),) for hour in (0, 9, 17)]
    book = workbook(tmp_path / "a.xlsx", one_sheet(("at",), *moments))
    assert copied(book)[1][0] == (1, "2025-03-04 00:00:00")


def test_another_writer_s_workbook_reads_the_same(tmp_path: Path) -> None:
    rows = [("person_key", "day", "hours"), ("p-1", dt.date(2025, 3, 1), 7.5), ("p-2", None, 6)]
    ours = workbook(tmp_path / "a.xlsx", one_sheet(*rows))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    assert copied(ours) == copied(tmp_path / "b.xlsx")


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", one_sheet(("a", "b"), *[(n, f"x{n}") for n in range(999)]))
    copies = []
    for name in ("1", "2"):
        copy_excel(book, tmp_path / name, sheet=None, title_lines=0)
        copies.append((tmp_path / name).read_bytes())
    assert copies[0] == copies[1]


def two_sheets(book: xlsxwriter.Workbook) -> None:
    one_sheet(("a",), (1,), name="Diary")(book)
    one_sheet(("b",), (2,), name="Visits")(book)


def test_of_several_sheets_one_must_be_named(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", two_sheets)
    assert refusal(book) == (
        "file.sheets",
        "several sheets of the workbook hold cells; name the one to read",
    )
    assert copied(book, sheet="Visits") == (TextShape(("b",), 1), [(1, "2")])
    assert refusal(book, sheet="diary") == (
        "file.sheets",
        "the workbook has no sheet of the declared name",
    )


def test_empty_and_hidden_sheets_do_not_count(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Notes")
        one_sheet(("a",), (1,))(book)
        lookup = book.add_worksheet("Lookup")
        lookup.write(0, 0, "x")
        lookup.hide()

    assert copied(workbook(tmp_path / "a.xlsx", fill)) == (TextShape(("a",), 1), [(1, "1")])


def test_a_header_must_name_every_column_once(tmp_path: Path) -> None:
    nameless = workbook(tmp_path / "a.xlsx", one_sheet(("a", None), (1, 2)))
    assert refusal(nameless)[0] == "file.header"
    twice = workbook(tmp_path / "b.xlsx", one_sheet(("a", "A "), (1, 2)))
    assert refusal(twice) == ("file.header_twice", "columns 1 and 2 have the same name")
    empty = workbook(tmp_path / "c.xlsx", one_sheet())
    assert refusal(empty) == ("file.header", "there is no row with column names")


def with_part(source: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(source, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return source


def test_macros_and_passwords_are_refused(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", one_sheet(("a",), (1,)))
    assert refusal(with_part(book, "xl/vbaProject.bin", b"code")) == (
        "file.workbook",
        "the workbook holds macros; save it as .xlsx",
    )
    locked = tmp_path / "b.xlsx"  # Office wraps what it locks into the old container
    locked.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 508 + "EncryptedPackage".encode("utf-16-le"))
    assert refusal(locked) == ("file.workbook", "the workbook is locked with a password")


def outcome(source: Path) -> str:
    """The rule that refuses a workbook, or what was read in it."""
    try:
        shape, rows = copied(source)
    except FileRefused as refused:
        return refused.rule
    return f"{len(rows)} rows of {', '.join(shape.headers)}"


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", one_sheet(("a",), *[(n,) for n in range(500)]))
    data = bytearray(whole.read_bytes())
    for seed in range(40):
        place = seed * len(data) // 40
        flipped = data.copy()
        flipped[place] ^= 0x55
        whole.write_bytes(flipped)
        assert outcome(whole) in {"file.workbook", "file.sheets", "500 rows of a"}
    whole.write_bytes(data[: len(data) // 2])
    assert refusal(whole) == ("file.workbook", "the workbook is damaged")


def test_a_sheet_with_two_far_cells_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "far")

    assert refusal(workbook(tmp_path / "a.xlsx", fill)) == (
        "file.too_large",
        "a sheet spans too many cells; delete what is empty, or send it as CSV",
    )


def test_a_zip_bomb_is_refused_by_what_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_safety, "MOST_UNPACKED_WORKBOOK", 5_000_000)
    book = workbook(tmp_path / "a.xlsx", one_sheet(("a",), (1,)))
    assert copied(book)[0].rows == 1
    with_part(book, "xl/media/image.png", bytes(6_000_000))
    assert book.stat().st_size < 20_000
    assert refusal(book) == ("file.too_large", "the workbook is larger, unpacked, than we take")


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"], ids=["ods", "xlsb"])
def test_other_workbooks_are_to_be_saved_as_xlsx(tmp_path: Path, part: str) -> None:
    book = workbook(tmp_path / "a.xlsx", one_sheet(("a",), (1,)))
    assert refusal(with_part(book, part, b"<office/>")) == (
        "file.workbook",
        "the workbook is .ods or .xlsb; save it as .xlsx",
    )
