"""Guesses by example: what a sample shows, what is made of it, and what is left to a person."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.drafts.writing import profile_text
from triggerscape.delivery.guessing.dialect import dialect_guesses, encoding_guess
from triggerscape.delivery.guessing.drafting import draft_of
from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.guessing.headers import match_headers, normalised
from triggerscape.delivery.profiles.reading import profile_from

DIARY = INPUTS["diary"]


def _told(contract: str = "diary", **columns: list[str]) -> dict[str, Guess]:
    """The guesses at a sample, by key; short columns are repeated to the longest."""
    rows = max(map(len, columns.values()))
    frame = pl.DataFrame(
        {name: (cells * rows)[:rows] for name, cells in columns.items()},
        schema=dict.fromkeys(columns, pl.String),
    )
    return {guess.key: guess for guess in draft_of(frame, INPUTS[contract]).guesses}


def _value(guesses: dict[str, Guess], key: str) -> object:
    """What was guessed; "open" where it is left to a person, None where nothing is said."""
    guess = guesses.get(key)
    return None if guess is None else "open" if guess.is_open else guess.value


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
    assert _value(_told(diary_date=days), "dates.formats") == formats


def test_days_that_can_swap_are_told_with_what_to_write() -> None:
    seen = _told(diary_date=["03/04/2025", "12/11/2025"])["dates.formats"].seen
    assert "day and month can swap" in seen
    assert "%d/%m/%Y (day first) or %m/%d/%Y (month first)" in seen
    assert "03/04" not in seen


def test_a_day_above_12_in_one_column_tells_the_order_of_all() -> None:
    told = _told("therapy", start_date=["03/04/2025"], end_date=["05/04/2025", "31/12/2025"])
    assert _value(told, "dates.formats") == ["%d/%m/%Y"]


def test_days_counted_by_excel_are_suspected() -> None:
    assert _value(_told(diary_date=["45717", "45718"]), "dates.excel_serials") == "1900"


@pytest.mark.parametrize(
    ("moments", "formats"),
    [
        (["2025-03-04T08:30:00", "2025-03-04 08:30"], None),
        (["31/12/2025 08:30"], ["%d/%m/%Y %H:%M"]),
        (["31.12.2025 08:30:15"], ["%d.%m.%Y %H:%M:%S"]),
    ],
)
def test_moments_are_guessed_like_days(moments: list[str], formats: object) -> None:
    assert _value(_told(recorded_at=moments), "dates.timestamp_formats") == formats


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
    told = _told(stress=cells)
    assert (_value(told, "file.decimal"), _value(told, "file.thousands")) == (decimal, thousands)


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
    assert _value(_told(contract, **{column: cells}), "file.null_words") == words


@pytest.mark.parametrize(
    ("cells", "yes", "no"),
    [
        (["true", "FALSE"], None, None),
        (["Y", "N"], ["y"], ["n"]),
        (["1", "0"], ["1"], ["0"]),
        (["oui", "non", "1", "0"], ["1", "oui"], ["0", "non"]),
        (["ja", "nein", "-"], ["ja"], ["nein"]),
        (["yes", "no", "aunt Ann came"], "open", "open"),
    ],
)
def test_yes_and_no_are_guessed_in_known_pairs(cells: list[str], yes: object, no: object) -> None:
    told = _told(headache=cells)
    assert (_value(told, "booleans.yes"), _value(told, "booleans.no")) == (yes, no)
    assert not any("Ann" in guess.seen for guess in told.values())


@pytest.mark.parametrize(
    ("header", "column", "unit"),
    [
        ("sleep_hours", "sleep_hours", ""),
        ("Sleep Hours", "sleep_hours", ""),
        ("SleepMin", "sleep_hours", "min"),
        ("Hours of sleep", "sleep_hours", ""),
        ("water (oz)", "water_ml", "oz"),
        ("Pain VAS", "pain_max", "vas_0_100"),
        ("등록번호", "person_key", ""),
        ("UserID", "person_key", ""),
        ("mood", "", ""),
    ],
)
def test_headers_are_matched_by_their_own_and_by_common_names(
    header: str, column: str, unit: str
) -> None:
    matched = match_headers([header], DIARY)
    assert matched.headers == ({column: header} if column else {})
    assert matched.units == ({column: unit} if unit else {})


def test_the_contracts_own_name_goes_before_a_common_one() -> None:
    matched = match_headers(["pain", "pain_max", "date"], DIARY)
    assert matched.headers == {"diary_date": "date", "pain_max": "pain_max"}
    assert matched.unknown == ("pain",)


def test_a_column_of_the_opposite_is_taken_with_its_meaning_turned() -> None:
    told = _told(headache_free=["true", "false"])
    assert _value(told, "columns.diary.headache.header") == "headache_free"
    assert _value(told, "columns.diary.headache.negate") is True


@pytest.mark.parametrize(
    ("column", "cells", "unit"),
    [
        ("sleep_hours", ["6", "7.5"], None),
        ("sleep_hours", ["390", "420"], "min"),
        ("sleep_hours", ["25200"], "s"),
        ("sleep_hours", ["77"], "open"),
        ("water_ml", ["1500"], None),
        ("water_ml", ["50", "64"], "oz"),
        ("water_ml", ["2", "3"], "open"),
        ("caffeine_mg", ["2", "0", "3"], "cup"),
        ("pain_max", ["55", "70"], "vas_0_100"),
        ("pain_max", ["4", "7"], None),
    ],
)
def test_a_unit_is_suspected_where_the_typical_number_would_make_no_sense(
    column: str, cells: list[str], unit: str | None
) -> None:
    told = _told(**{column: cells * 40})
    assert _value(told, f"columns.diary.{column}.unit") == unit


def test_few_numbers_raise_no_suspicion() -> None:
    assert _value(_told(sleep_hours=["420"] * 19), "columns.diary.sleep_hours.unit") is None


def test_a_score_of_five_and_the_best_end_of_a_scale_are_left_to_a_person() -> None:
    told = _told(stress=["1", "3", "5"] * 10, sleep_quality=["1", "5"] * 15)
    assert told["columns.diary.stress.scale"].value == {"low": 1, "high": 5}
    assert told["columns.diary.sleep_quality.reverse"].value == [1, 5]
    assert told["columns.diary.stress.scale"].is_open
    assert told["columns.diary.sleep_quality.reverse"].is_open


def test_keys_of_digits_and_of_two_spellings_are_noticed() -> None:
    told = _told(person_key=["cm-004a", "CM-004A", "1234567"])
    assert _value(told, "ids.case") == "upper"
    assert _value(told, "ids.digits_are_pseudonyms") == "open"
    assert not any("1234567" in guess.seen for guess in told.values())


def test_a_diary_of_nothing_but_headache_days_is_a_log_of_attacks() -> None:
    assert _value(_told(headache=["true"] * 30), "entry_basis") == "event_log"
    assert _value(_told(headache=["true"] * 29), "entry_basis") is None
    assert _value(_told(headache=["true"] * 29 + ["false"]), "entry_basis") is None


def test_two_rows_of_a_person_and_day_ask_for_a_rule() -> None:
    told = _told(person_key=["p-00001"], diary_date=["2025-03-04", "2025-03-04", "2025-03-05"])
    assert "1 of 3 rows" in told["reduce.diary"].seen
    assert told["reduce.diary"].is_open


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", {}),
        ("a;b\n1,5;2\n3,5;4\n", {"file.delimiter": ";"}),
        ("a\tb\n1\t2\n", {"file.delimiter": "\t"}),
        ("Diary export\nof March\n\na,b\n1,2\n3,4\n", {"file.title_lines": 2}),
        ('a,b\n"x\ny",2\n', {}),
        ("a\n1\n", {}),
    ],
)
def test_the_delimiter_is_the_one_that_makes_lines_even(text: str, told: dict[str, object]) -> None:
    assert {guess.key: guess.value for guess in dialect_guesses(text)} == told


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
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
    text: str, encoding: str, told: str | None
) -> None:
    guess = encoding_guess(text.encode(encoding))
    assert (guess and guess.value) == told


def test_normalised_headers_are_lower_snake_case() -> None:
    assert normalised(" Sleep-Hours\u00a0(h) ") == "sleep_hours_h"


def test_a_draft_is_a_profile_that_waits_for_every_one_of_its_guesses() -> None:
    frame = pl.DataFrame({"UserID": ["p-00001"], "Tag": ["31.12.2025"], 'odd"\n\x7f': ["x"]})
    draft = draft_of(frame, DIARY)
    text = profile_text("AA", draft, ["Name", "E-mail"])
    profile = profile_from(text, Path("AA.toml"))
    assert profile.unconfirmed == tuple(guess.key for guess in draft.guesses)
    assert profile.date_formats == ("%d.%m.%Y",)
    assert profile.rule("diary", "person_key").headers == ("UserID",)
    assert profile.rule("diary", "entry_status").constant == "complete"
    assert 'THESE COLUMNS IDENTIFY PEOPLE: "Name", "E-mail"' in text
    assert draft.unknown == ('odd"\n\x7f',)


def test_required_columns_nobody_found_are_named_in_the_draft() -> None:
    draft = draft_of(pl.DataFrame({"stress": ["3"]}), DIARY)
    assert draft.missing == ("person_key", "diary_date")
    assert "Required, and not in the sample: person_key, diary_date" in profile_text("AA", draft)
