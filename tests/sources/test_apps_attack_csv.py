"""An attack log as CSV: its durations have units, and a line without pain is no headache."""

from __future__ import annotations

import pytest
from app_exports import WORDS
from mapped_lines import Line, SourceFormat

ATTACKS = SourceFormat("attack_log_csv")


def logged(*lines: Line) -> list[dict[str, str]]:
    full = [{"person_key": "person-1", "date": "2024-01-15", **line} for line in lines]
    return ATTACKS.map_lines("diary_from_attacks", full, {"words": WORDS})


def test_a_line_of_an_attack_log_is_a_headache_day():
    line = {
        "time": "14:30",
        "pain": "7",
        "duration": "4h 15m",
        "medication": "Sumatriptan",
        "triggers": "Stress",
        "symptoms": "Nausea, Light",
    }
    assert logged(line) == [
        {
            "source_row": 1,
            "person_key": "person-1",
            "diary_date": "2024-01-15",
            "entry_basis": "event_log",
            "entry_status": "complete",
            "headache": "true",
            "onset_local": "14:30:00",
            "headache_minutes": "255",
            "pain_max": "7.0",
            "pain_scale": "nrs_0_10",
            "nausea": "true",
            "photophobia": "true",
            "triggers_present": "stress",
            "acute_triptan": "1",
        }
    ]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("4h 15m", "255"),
        ("4h", "240"),
        ("45 min", "45"),
        ("255 minutes", "255"),
        ("01h 00m", "60"),
        # 14:00 and a day more: what is left of the day.
        ("1d 2h 15m", "600"),
        # Hours or minutes? Nobody can tell, so the row is refused.
        ("4.25", "no unit"),
        ("255", "no unit"),
        ("a while", "no unit"),
    ],
)
def test_a_duration_needs_its_unit(written: str, minutes: str):
    (day,) = logged({"time": "14:00", "pain": "5", "duration": written})
    assert day["headache_minutes"] == minutes


def test_without_a_time_or_a_duration_there_are_no_minutes():
    assert "headache_minutes" not in logged({"pain": "5", "duration": "4h"})[0]
    assert "headache_minutes" not in logged({"pain": "5", "time": "14:00"})[0]


@pytest.mark.parametrize(("written", "onset"), [("2:30 PM", "14:30:00"), ("25:00", "25:00")])
def test_a_time_is_read_in_both_clocks_or_passed_on(written: str, onset: str):
    assert logged({"time": written, "pain": "5"})[0]["onset_local"] == onset


def test_a_line_without_pain_says_that_there_was_no_headache():
    assert logged({"pain": "0"})[0]["headache"] == "false"
    # An attack whose pain was not written down is an attack.
    assert logged({"pain": None})[0]["headache"] == "true"
    assert logged({"pain": "0", "time": "08:00"}, {"pain": "6", "time": "9:00"})[0] == {
        "source_row": 1,
        "person_key": "person-1",
        "diary_date": "2024-01-15",
        "entry_basis": "event_log",
        "entry_status": "complete",
        "headache": "true",
        "onset_local": "08:00:00",
        "pain_max": "6.0",
        "pain_scale": "nrs_0_10",
    }


def test_the_same_attack_written_twice_is_one_and_a_worse_one_at_the_same_time_is_another():
    mild = {"time": "08:00", "pain": "3", "duration": "1h"}
    (day,) = logged(mild, mild, mild | {"pain": "8"})
    assert (day["pain_max"], day["headache_minutes"]) == ("8.0", "120")


def test_badly_written_days_are_passed_on_one_by_one_to_be_refused():
    soon, never = {"date": "soon", "pain": "5"}, {"date": None, "pain": "5"}
    assert [day.get("diary_date") for day in logged(soon, soon, never)] == ["soon", "soon", None]


def test_a_day_written_otherwise_is_left_to_the_profiles_date_forms():
    assert logged({"date": "11-17-2018", "pain": "5"})[0]["diary_date"] == "11-17-2018"
