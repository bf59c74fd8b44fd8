"""Attack logs of apps: a row for each day on which an attack began, and never a day without one."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from mapped_lines import Line, SourceFormat

TRACKER = SourceFormat("cluster_headache_tracker")
ATTACKS = SourceFormat("attack_log_csv")
EPISODES = SourceFormat("migraine_log_json")

WORDS = [
    {"word": "Sumatriptan", "contract_column": "acute_triptan", "value": "1"},
    {"word": "sumatriptan", "contract_column": "acute_triptan", "value": "1"},
    {"word": "Ibuprofen", "contract_column": "acute_nsaid", "value": "1"},
    {"word": "Lack of sleep", "contract_column": "triggers_present", "value": "sleep_lack"},
    {"word": "Alcohol", "contract_column": "triggers_present", "value": "alcohol"},
    {"word": "Stress", "contract_column": "triggers_present", "value": "stress"},
    {"word": "Nausea", "contract_column": "nausea", "value": "true"},
    {"word": "Light", "contract_column": "photophobia", "value": "true"},
    {"word": "Dark room", "contract_column": "selfcare", "value": "selfcare_meditation"},
]


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


def with_person(sample: Path, target: Path) -> Path:
    """A sample as a site sends it: a pseudonym in front, and nothing in its column of notes."""
    with sample.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    notes = [place for place, name in enumerate(header) if name.startswith("note")]
    told = [
        ["person-1", *("" if place in notes else value for place, value in enumerate(row))]
        for row in rows
    ]
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["person_key", *header], *told])
    return target


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
        "entry_status": "complete",
        "headache": "true",
        "onset_local": "08:00:00",
        "pain_max": "6.0",
        "pain_scale": "nrs_0_10",
    }


def test_a_day_written_otherwise_is_left_to_the_profiles_date_forms():
    assert logged({"date": "11-17-2018", "pain": "5"})[0]["diary_date"] == "11-17-2018"


UTC_EPISODE = {
    "user_id": "5f0c3c1e-9b1d-4c8e-8a33-0d6f2f5f7a10",
    "start_time": "2024-03-02T04:30:00+00:00",
    "end_time": "2024-03-02T06:30:00+00:00",
    "severity": "8",
    "symptoms": "Nausea|Light",
    "triggers": "Stress|Full moon",
    "medications": '[{"name":"Sumatriptan","dosage":"50 mg"},{"name":"Ibuprofen"}]',
    "contributing_factors": '{"hours_of_sleep":5.5,"stress_level":8,"water_intake_oz":40}',
}


def remembered(*lines: Line, timezone: str = "UTC") -> list[dict[str, str]]:
    beside: dict[str, Sequence[Line]] = {"words": WORDS}
    return EPISODES.map_lines("diary_from_episodes", lines, beside, timezone=timezone)


def test_an_episode_kept_in_utc_lies_on_the_local_day():
    assert remembered(UTC_EPISODE, timezone="America/New_York") == [
        {
            "source_row": 1,
            "person_key": "5f0c3c1e-9b1d-4c8e-8a33-0d6f2f5f7a10",
            "diary_date": "2024-03-01",
            "entry_status": "complete",
            "headache": "true",
            "migraine": "true",
            "migraine_basis": "self_label",
            "onset_local": "23:30:00",
            "headache_minutes": "30",
            "pain_max": "8.0",
            "pain_scale": "nrs_1_10",
            "sleep_hours": "5.5",
            "stress": "8",
            "water_ml": "1183",
            "nausea": "true",
            "photophobia": "true",
            "triggers_present": "stress",
            "acute_triptan": "1",
            "acute_nsaid": "1",
        }
    ]


def test_a_wall_time_with_the_persons_own_offset_stays_as_it_is():
    own = UTC_EPISODE | {"start_time": "2024-03-02T04:30:00+05:30", "end_time": None}
    (day,) = remembered(own, timezone="America/New_York")
    assert (day["diary_date"], day["onset_local"]) == ("2024-03-02", "04:30:00")


def test_what_led_up_to_the_first_episode_of_a_day_counts():
    later = UTC_EPISODE | {
        "start_time": "2024-03-02T20:00:00Z",
        "end_time": "2024-03-02T21:00:00Z",
        "contributing_factors": '{"stress_level":2}',
        "medications": "Sumatriptan",
    }
    (day,) = remembered(later, UTC_EPISODE)
    assert (day["source_row"], day["stress"], day["headache_minutes"]) == (1, "8", "180")
    assert day["acute_triptan"] == "2"


@pytest.mark.parametrize("broken", ["{", "[1, 2]", '"x"', "7"])
def test_broken_json_inside_an_episode_is_no_reason_to_lose_the_attack(broken: str):
    (day,) = remembered(UTC_EPISODE | {"contributing_factors": broken, "medications": broken})
    assert day["headache"] == "true"
    assert "sleep_hours" not in day


def test_episodes_are_read_from_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "episodes.ndjson"
    file.write_text(
        '{"user_id":"user-0001","start_time":"2024-03-02T04:30:00Z","end_time":null,"severity":8,'
        '"triggers":["Stress","Alcohol"],"medications":[{"name":"Sumatriptan","dosage":"50 mg"}],'
        '"contributing_factors":{"hours_of_sleep":5.50}}\n'
        '{"user_id":"user-0001","start_time":"2024-03-09T04:30:00Z","severity":3,"triggers":[]}\n',
        encoding="utf-8",
    )
    first, second = EPISODES.map_file("diary_from_episodes", file, tmp_path, {"words": WORDS})
    assert (first["sleep_hours"], first["triggers_present"]) == ("5.5", "alcohol|stress")
    assert (first["acute_triptan"], first["pain_max"]) == ("1", "8.0")
    assert second["diary_date"] == "2024-03-09"
