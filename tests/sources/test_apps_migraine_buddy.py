"""Migraine Buddy: an attack log with words in a dozen columns, and attacks without pain."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from app_exports import WORDS
from mapped_lines import Line, SourceFormat

BUDDY = SourceFormat("migraine_buddy")
MIGRAINE = {"word": "Migraine", "contract_column": "migraine", "value": "true"}
# The columns of an export, in their order; the place is a geohash.
HEADER = (
    "#,Started,Lasted,Start UTC Offset (min),End UTC Offset (min),Geohash,Attack Types,"
    "Attack Location,Pain Level,Affected Activities,Potential Triggers,Symptoms,"
    "Most Bothersome Symptom,Premonitory Symptoms,Pain Positions,Helpful Medication,"
    "Somewhat Helpful Medication,Unhelpful Medication,Unsure Medication,"
    "Helpful Non Drug Relief Methods,Somewhat Helpful Non Drug Relief Methods,"
    "Unhelpful Non Drug Relief Methods,Unsure Non Drug Relief Methods,Notes"
).split(",")


def buddied(*lines: Line) -> list[dict[str, str]]:
    full = [
        {
            "person_key": "person-1",
            "started": "11/16/24 13:12",
            "lasted": "01h 00m",
            "pain level": "6",
            **line,
        }
        for line in lines
    ]
    return BUDDY.map_lines("diary_from_attacks", full, {"words": [*WORDS, MIGRAINE]})


def test_an_attack_is_a_headache_day_with_every_word_the_site_has_named():
    attack = {
        "attack types": "Migraine",
        "potential triggers": "Stress, Full moon",
        "symptoms": "Light, Nausea",
        "helpful medication": "Sumatriptan",
        "unhelpful medication": "Ibuprofen, Sumatriptan",
        "unsure medication": "No medication",
        "unsure non drug relief methods": "Dark room",
    }
    assert buddied(attack) == [
        {
            "source_row": 1,
            "person_key": "person-1",
            "diary_date": "11/16/24",
            "entry_basis": "event_log",
            "entry_status": "complete",
            "headache": "true",
            "migraine": "true",
            "migraine_basis": "self_label",
            "onset_local": "13:12:00",
            "headache_minutes": "60",
            "pain_max": "6.0",
            "pain_scale": "nrs_0_10",
            "nausea": "true",
            "photophobia": "true",
            "triggers_present": "stress",
            "selfcare": "selfcare_meditation",
            "acute_triptan": "2",
            "acute_nsaid": "1",
        }
    ]


def test_an_attack_without_pain_is_neither_a_headache_day_nor_a_day_without():
    (day,) = buddied({"pain level": "0"})
    assert "headache" not in day
    (day,) = buddied({"pain level": "0"}, {"started": "11/16/24 2:05", "pain level": "3"})
    assert (day["headache"], day["pain_max"], day["onset_local"]) == ("true", "3.0", "02:05:00")


@pytest.mark.parametrize(
    ("started", "lasted", "minutes"),
    [
        ("11/18/24 23:30", "1d 02h 15m", "30"),
        ("11/18/24 11:30 PM", "00h 20m", "20"),
        ("11/18/24", "01h 00m", None),
        ("11/18/24 2:00", "long", "long"),
        ("11/18/24 2:00", None, None),
    ],
)
def test_minutes_end_at_midnight_and_need_a_time(
    started: str, lasted: str | None, minutes: str | None
) -> None:
    (day,) = buddied({"started": started, "lasted": lasted})
    assert day.get("headache_minutes") == minutes


def test_badly_written_attacks_are_passed_on_one_by_one_to_be_refused():
    rows = buddied({"started": "not a date"}, {"started": "not a date"}, {"started": None})
    assert [row.get("diary_date") for row in rows[:2]] == ["not a date", "not a date"]
    assert len(rows) == 3


def test_an_export_without_its_preamble_is_read(tmp_path: Path) -> None:
    """The site has cut the list of ongoing events above the header, the notes and the place."""
    said = {"#": "1", "Started": "11/16/24 13:12", "Lasted": "01h 00m", "Pain Level": "4"}
    said |= {"Potential Triggers": "Stress", "Symptoms": "Light, Throbbing pain"}
    file = tmp_path / "migraine_buddy_2024.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, quoting=csv.QUOTE_ALL)
        rows.writerow(["person_key", *HEADER])
        rows.writerow(["person-1", *(said.get(name, "") for name in HEADER)])
    assert BUDDY.takes(file.name) == ["attacks"]
    (day,) = BUDDY.map_file("diary_from_attacks", file, tmp_path, {"words": WORDS})
    assert (day["headache"], day["triggers_present"]) == ("true", "stress")
    assert set(BUDDY.columns("attacks")) - {"person_key"} <= {name.lower() for name in HEADER}
