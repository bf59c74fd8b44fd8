"""The log of Cluster Headache Tracker: a row for each day on which an attack began."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app_exports import WORDS, with_person
from mapped_lines import Line, SourceFormat

TRACKER = SourceFormat("cluster_headache_tracker")


def tracked(*lines: Line) -> list[dict[str, str]]:
    full = [{"person_key": "person-1", "intensity": "5", **line} for line in lines]
    return TRACKER.map_lines("diary_from_attacks", full, {"words": WORDS})


def test_an_attack_is_a_headache_day_with_its_minutes_its_pain_and_its_words():
    attack = {
        "start_time": "2024-03-01 08:00:00",
        "end_time": "2024-03-01 10:30:00",
        "intensity": "7",
        "medication": "Sumatriptan + Oxygen",
        "triggers": "Lack of sleep, alcohol",
    }
    assert tracked(attack) == [
        {
            "source_row": 1,
            "person_key": "person-1",
            "diary_date": "2024-03-01",
            "entry_basis": "event_log",
            "entry_status": "complete",
            "headache": "true",
            "onset_local": "08:00:00",
            "headache_minutes": "150",
            "pain_max": "7.0",
            "pain_scale": "nrs_1_10",
            "triggers_present": "alcohol|sleep_lack",
            "acute_triptan": "1",
        }
    ]


def test_an_attack_over_midnight_is_its_onset_day_with_the_minutes_of_that_day_only():
    night = {"start_time": "2024-03-02 23:00:00", "end_time": "2024-03-03 01:15:00"}
    (day,) = tracked(night)
    assert (day["diary_date"], day["headache_minutes"]) == ("2024-03-02", "60")


def test_several_attacks_of_a_day_are_one_row_and_their_doses_add_up():
    morning = {
        "start_time": "2024-03-01 08:00:00",
        "end_time": "2024-03-01 09:00:00",
        "intensity": "4",
        "medication": "Sumatriptan",
    }
    evening = {
        "start_time": "2024-03-01 20:00:00",
        "end_time": "2024-03-01 20:45:00",
        "intensity": "9",
        "medication": "sumatriptan, ibuprofen",
    }
    # The app writes the newest attack first.
    (day,) = tracked(evening, morning, morning)
    assert day["source_row"] == 1
    assert (day["onset_local"], day["headache_minutes"]) == ("08:00:00", "105")
    assert day["pain_max"] == "9.0"
    assert (day["acute_triptan"], day["acute_nsaid"]) == ("2", "1")


def test_an_attack_that_still_lasts_has_no_minutes():
    (day,) = tracked({"start_time": "2024-03-01 08:00:00"})
    assert "headache_minutes" not in day


def test_badly_written_lines_are_passed_on_one_by_one_to_be_refused():
    good = {"start_time": "2024-03-01 08:00:00", "end_time": "2024-03-01 09:00:00"}
    soon, never = {"start_time": "soon"}, {"start_time": None}
    severe = {"start_time": "2024-03-05 08:00:00", "intensity": "1e1"}
    late = {"start_time": "2024-03-06 08:00:00", "end_time": "later"}
    backwards = {"start_time": "2024-03-07 08:00:00", "end_time": "2024-03-07 07:00:00"}
    rows = tracked(good, soon, soon, never, severe, late, backwards)
    assert [row.get("diary_date") for row in rows[:4]] == ["2024-03-01", "soon", "soon", None]
    assert rows[4]["pain_max"] == "1e1"
    assert rows[5]["headache_minutes"] == "later"
    assert rows[6]["headache_minutes"] == "-60"


def test_two_people_are_never_one():
    line = {"start_time": "2024-03-01 08:00:00"}
    rows = tracked(line | {"person_key": "person-1"}, line | {"person_key": "person-2"})
    assert [row["person_key"] for row in rows] == ["person-1", "person-2"]
    nobody = {"person_key": None}
    assert len(tracked(line | nobody, line | nobody | {"intensity": "6"})) == 2


def test_a_word_stands_for_as_many_doses_as_the_site_says():
    pack = {"word": "two sumatriptan", "contract_column": "acute_triptan", "value": "2"}
    some = {"word": "ibuprofen", "contract_column": "acute_nsaid", "value": "some"}
    line = {
        "person_key": "person-1",
        "start_time": "2024-03-01 08:00:00",
        "intensity": "5",
        "medication": "Two Sumatriptan, sumatriptan, ibuprofen",
    }
    beside = {"words": [pack, *WORDS[:2], some]}
    (day,) = TRACKER.map_lines("diary_from_attacks", [line], beside)
    assert day["acute_triptan"] == "3"
    # What is no number of doses is passed on, to be refused.
    assert day["acute_nsaid"] == "some"


def test_a_word_the_site_has_not_named_says_nothing():
    (day,) = tracked({"start_time": "2024-03-01 08:00:00", "triggers": "Full moon"})
    assert "triggers_present" not in day


def test_the_real_sample_is_three_headache_days(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    sample = shared_data("app-export-samples/cluster_headache_tracker_sample_logs.csv")
    file = with_person(sample, tmp_path / "headache_logs-2024-03-05.csv")
    assert TRACKER.takes(file.name) == ["attacks"]
    days = TRACKER.map_file("diary_from_attacks", file, tmp_path, {"words": WORDS})
    told = [(day["diary_date"], day["headache_minutes"], day["pain_max"]) for day in days]
    assert told == [
        ("2024-03-01", "150", "7.0"),
        ("2024-03-02", "60", "8.0"),
        ("2024-03-04", "135", "6.0"),
    ]
    assert [day.get("triggers_present") for day in days] == ["sleep_lack", "alcohol", "stress"]
