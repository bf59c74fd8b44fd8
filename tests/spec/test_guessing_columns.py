"""What columns mean, guessed by example: headers, words, units, scales, keys, whole drafts."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from guessed import told, value

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.drafts.writing import profile_text
from triggerscape.delivery.guessing.drafting import draft_of
from triggerscape.delivery.guessing.headers import match_headers, normalised
from triggerscape.delivery.profiles.reading import profile_from

DIARY = INPUTS["diary"]


def test_foreign_words_of_a_closed_list_are_counted_and_asked_about() -> None:
    guess = told(entry_status=["complete", "kaputt", "kaputt"])[
        "columns.diary.entry_status.aliases"
    ]
    assert guess.is_open
    assert guess.value == {"theirs": "complete"}
    assert guess.seen.endswith("cells with other words, which are not shown here: 2")


def test_common_words_of_others_are_taken_for_ours_and_no_other_word_is_shown() -> None:
    said = told("person", sex=["F", "f", "M", "female"] * 10 + ["aunt Ann"])
    guess = said["columns.person.sex.aliases"]
    assert (guess.value, guess.is_open) == ({"f": "female", "m": "male"}, False)
    assert guess.seen == (
        'words no list of ours has: "f" 20 times, "m" 10 times; '
        "cells with other words, which are not shown here: 1"
    )


@pytest.mark.parametrize(
    ("header", "column", "unit"),
    [
        ("sleep_hours", "sleep_hours", ""),
        ("Sleep Hours", "sleep_hours", ""),
        ("SleepMin", "sleep_hours", "min"),
        ("sleepmin", "sleep_hours", "min"),
        ("personid", "person_key", ""),
        ("sleeps", "", ""),
        ("Hours of sleep", "sleep_hours", ""),
        ("water (oz)", "water_ml", "oz"),
        ("Pain VAS", "pain_max", "vas_0_100"),
        ("등록번호", "person_key", ""),
        ("UserID", "person_key", ""),
        ("Schmerzstärke", "pain_max", ""),
        ("CÉFALÉE", "headache", ""),
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


def test_of_two_common_names_the_likelier_is_taken() -> None:
    matched = match_headers(["Id", "PATIENT", "START", "STOP"], INPUTS["therapy"])
    assert matched.headers == {"person_key": "PATIENT", "start_date": "START", "end_date": "STOP"}


def test_days_of_a_study_are_relative_where_there_are_no_dates() -> None:
    assert value(told(study_day=["0", "1"]), "dates.relative") is True
    assert value(told(study_day=["0"], date=["2025-03-04"]), "dates.relative") is None


def test_a_column_of_the_opposite_is_taken_with_its_meaning_turned() -> None:
    said = told(headache_free=["true", "false"])
    assert value(said, "columns.diary.headache.header") == "headache_free"
    assert value(said, "columns.diary.headache.negate") is True


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
    said = told(**{column: cells * 40})
    assert value(said, f"columns.diary.{column}.unit") == unit


def test_few_numbers_raise_no_suspicion() -> None:
    assert value(told(sleep_hours=["420"] * 19), "columns.diary.sleep_hours.unit") is None


def test_a_score_of_five_and_the_best_end_of_a_scale_are_left_to_a_person() -> None:
    said = told(stress=["1", "3", "5"] * 10, sleep_quality=["1", "5"] * 15)
    assert said["columns.diary.stress.scale"].value == {"low": 1, "high": 5}
    assert said["columns.diary.sleep_quality.reverse"].value == [1, 5]
    assert said["columns.diary.stress.scale"].is_open
    assert said["columns.diary.sleep_quality.reverse"].is_open


def test_keys_of_digits_and_of_two_spellings_are_noticed() -> None:
    said = told(person_key=["cm-004a", "CM-004A", "1234567"])
    assert value(said, "ids.case") == "upper"
    assert value(said, "ids.digits_are_pseudonyms") == "open"
    assert not any("1234567" in guess.seen for guess in said.values())


def test_a_diary_of_nothing_but_headache_days_is_a_log_of_attacks() -> None:
    assert value(told(headache=["true"] * 30), "entry_basis") == "event_log"
    assert value(told(headache=["true"] * 29), "entry_basis") is None
    assert value(told(headache=["true"] * 29 + ["false"]), "entry_basis") is None


def test_normalised_headers_are_lower_snake_case() -> None:
    assert normalised(" Sleep-Hours\u00a0(h) ") == "sleep_hours_h"


def test_a_draft_is_a_profile_that_waits_for_every_one_of_its_guesses() -> None:
    frame = pl.DataFrame(
        {
            "UserID": ["p-00001"],
            "Tag": ["31.12.2025"],
            "Status": ["in progress"],
            'odd"\n\x7f': ["x"],
        }
    )
    draft = draft_of(frame, DIARY)
    text = profile_text("AA", draft, ["Name", "E-mail"])
    profile = profile_from(text, Path("AA.toml"))
    assert profile.unconfirmed == tuple(guess.key for guess in draft.guesses)
    assert profile.date_formats == ("%d.%m.%Y",)
    assert profile.rule("diary", "person_key").headers == ("UserID",)
    assert profile.rule("diary", "entry_status").aliases == {"in progress": "partial"}
    assert 'THESE COLUMNS IDENTIFY PEOPLE: "Name", "E-mail"' in text
    assert draft.unknown == ('odd"\n\x7f',)


def test_required_columns_nobody_found_are_named_in_the_draft() -> None:
    draft = draft_of(pl.DataFrame({"stress": ["3"]}), DIARY)
    said = {guess.key: guess.value for guess in draft.guesses}
    assert said["columns.diary.entry_status.constant"] == "complete"
    assert draft.missing == ("person_key", "diary_date")
    assert "Required, and not in the sample: person_key, diary_date" in profile_text("AA", draft)
