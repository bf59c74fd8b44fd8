"""How a file is written, guessed by example; what could be read in two ways is left to a person."""

from __future__ import annotations

import pytest
from guessed import told, value

from triggerscape.delivery.guessing.dialect import dialect_guesses, encoding_guess


@pytest.mark.parametrize(
    ("days", "formats"),
    [
        (["2025-03-04", "2025-12-31"], None),
        (["04/03/2025", "31/12/2025"], ["%d/%m/%Y"]),
        (["03/04/2025", "12/31/2025"], ["%m/%d/%Y"]),
        (["03/04/2025", "12/11/2025"], "open"),
        (["31/12/2025", "12/31/2025"], "open"),
        (["4.3.2025", "31.12.2025"], ["%d.%m.%Y"]),
        (["11-17-18", "1-7-20"], ["%m-%d-%y"]),
        (["20250304", "20251231"], ["%Y%m%d"]),
        (["2025/03/04"], ["%Y/%m/%d"]),
        (["20250304", "31.12.2025"], ["%Y%m%d", "%d.%m.%Y"]),
    ],
)
def test_days_are_guessed_only_where_no_other_reading_is_possible(
    days: list[str], formats: object
) -> None:
    assert value(told(diary_date=days), "dates.formats") == formats


def test_where_two_orders_occur_the_commoner_is_proposed() -> None:
    guess = told(diary_date=["12/31/2025", "11/30/2025", "31/12/2025"])["dates.formats"]
    assert (guess.value, guess.is_open) == (["%m/%d/%Y"], True)


def test_days_that_can_swap_are_told_with_what_to_write() -> None:
    seen = told(diary_date=["03/04/2025", "12/11/2025"])["dates.formats"].seen
    assert "day and month can swap" in seen
    assert "%d/%m/%Y (day first) or %m/%d/%Y (month first)" in seen
    assert "03/04" not in seen


def test_a_day_above_12_in_one_column_tells_the_order_of_all() -> None:
    said = told("therapy", start_date=["03/04/2025"], end_date=["05/04/2025", "31/12/2025"])
    assert value(said, "dates.formats") == ["%d/%m/%Y"]


def test_days_counted_by_excel_are_suspected() -> None:
    assert value(told(diary_date=["45717", "45718"]), "dates.excel_serials") == "1900"


@pytest.mark.parametrize(
    ("moments", "formats"),
    [
        (["2025-03-04T08:30:00", "2025-03-04 08:30"], None),
        (["31/12/2025 08:30"], ["%d/%m/%Y %H:%M"]),
        (["31.12.2025 08:30:15"], ["%d.%m.%Y %H:%M:%S"]),
    ],
)
def test_moments_are_guessed_like_days(moments: list[str], formats: object) -> None:
    assert value(told(recorded_at=moments), "dates.timestamp_formats") == formats


@pytest.mark.parametrize(
    ("cells", "decimal", "thousands"),
    [
        (["7.5", "8"], None, None),
        (["7,5", "8"], ",", None),
        (["1.234,5", "7,5"], ",", "."),
        (["1,234.5", "7.5"], None, ","),
        (["1,234", "7.5"], None, ","),
        (["1 234,5"], ",", " "),
        (["1'234'567"], None, "'"),
        (["1,234", "8"], "open", None),
        (["7.5", "7,5"], "open", None),
    ],
)
def test_signs_of_numbers_are_guessed_unless_they_could_be_either(
    cells: list[str], decimal: str | None, thousands: str | None
) -> None:
    said = told(stress=cells)
    assert (value(said, "file.decimal"), value(said, "file.thousands")) == (decimal, thousands)


@pytest.mark.parametrize(
    ("column", "cells", "words"),
    [
        ("stress", ["5", "-", "-", "N/A"], ["", "NA", "N/A", "-"]),
        ("stress", ["5", "-999"], ["", "NA", "-999"]),
        ("stress", ["5", "NA", ""], None),
        ("water_ml", ["999", "9999"], None),
        ("basis", ["-"], None),
    ],
)
def test_null_words_are_those_of_a_closed_list_that_cannot_be_values(
    column: str, cells: list[str], words: object
) -> None:
    contract = "diary_coverage" if column == "basis" else "diary"
    assert value(told(contract, **{column: cells}), "file.null_words") == words


@pytest.mark.parametrize(
    ("cells", "yes", "no"),
    [
        (["true", "FALSE"], None, None),
        (["Y", "N"], ["y"], ["n"]),
        (["1", "0"], ["1"], ["0"]),
        (["oui", "non", "1", "0"], ["1", "oui"], ["0", "non"]),
        (["ja", "nein", "-"], ["ja"], ["nein"]),
        (["yes", "no", "aunt Ann came"], "open", "open"),
        (["yes", "no"] * 20 + ["aunt Ann came"], ["yes"], ["no"]),
    ],
)
def test_yes_and_no_are_guessed_in_known_pairs(cells: list[str], yes: object, no: object) -> None:
    said = told(headache=cells)
    assert (value(said, "booleans.yes"), value(said, "booleans.no")) == (yes, no)
    assert not any("Ann" in guess.seen for guess in said.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", {}),
        ("a;b\n1,5;2\n3,5;4\n", {"file.delimiter": ";"}),
        ("a\tb\n1\t2\n", {"file.delimiter": "\t"}),
        ("Diary export\nof March\n\na,b\n1,2\n3,4\n", {"file.title_lines": 2}),
        ("Diary;;\na;b;c\n1;2;\n", {"file.delimiter": ";", "file.title_lines": 1}),
        ('a,b\n"x\ny",2\n', {}),
        ("a\n1\n", {}),
    ],
)
def test_the_delimiter_is_the_one_that_makes_lines_even(text: str, said: dict[str, object]) -> None:
    assert {guess.key: guess.value for guess in dialect_guesses(text)} == said


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("tag,schlaf\n", "ascii", None),
        ("Kopfschmerzstärke", "utf-8", None),
        ("Kopfschmerzstärke", "utf-8-sig", None),
        ("Kopfschmerzstärke", "utf-16", None),
        ("Kopfschmerzstärke", "cp1252", "cp1252"),
        ("Ärztin, créée", "cp1252", "cp1252"),
        ("날짜,두통이없는날", "cp949", "cp949"),
        ("дата,головная боль", "cp1251", "cp1251"),
        ("ずつう,ねむり", "shift_jis", "shift_jis"),
    ],
)
def test_the_encoding_is_the_one_that_reads_the_bytes(
    text: str, encoding: str, said: str | None
) -> None:
    guess = encoding_guess(text.encode(encoding))
    assert (guess and guess.value) == said
