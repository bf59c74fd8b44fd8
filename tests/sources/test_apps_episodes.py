"""A migraine log as JSON lines: local days of episodes kept in UTC, and what led up to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_exports import WORDS
from mapped_lines import Line, SourceFormat

EPISODES = SourceFormat("migraine_log_json")

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
    return EPISODES.map_lines("diary_from_episodes", lines, {"words": WORDS}, timezone=timezone)


def test_an_episode_kept_in_utc_lies_on_the_local_day():
    assert remembered(UTC_EPISODE, timezone="America/New_York") == [
        {
            "source_row": 1,
            "person_key": "5f0c3c1e-9b1d-4c8e-8a33-0d6f2f5f7a10",
            "diary_date": "2024-03-01",
            "entry_basis": "event_log",
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
        "contributing_factors": '{"stress_level":2,"hours_of_sleep":9}',
        "medications": "Sumatriptan",
    }
    (day,) = remembered(later, UTC_EPISODE)
    assert (day["source_row"], day["headache_minutes"]) == (1, "180")
    assert (day["stress"], day["sleep_hours"]) == ("8", "5.5")
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
