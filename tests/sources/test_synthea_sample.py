"""Synthea CSV as a public sample has it: 27 made-up patients, one of them with migraine."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from mapped_lines import Line, SourceFormat

from triggerscape.delivery.profiles.profile import SiteProfile

SYNTHEA = SourceFormat("synthea")
SAMPLE = "synthea-csv-27"
MIGRAINE = "snomed:124171000119105"


@pytest.fixture(scope="module")
def conditions(shared_data: Callable[[str], Path]) -> list[Line]:
    with shared_data(f"{SAMPLE}/conditions.csv").open(encoding="utf-8", newline="") as text:
        return [
            {"encounter": row["ENCOUNTER"], "code": row["CODE"]} for row in csv.DictReader(text)
        ]


@pytest.fixture(scope="module")
def sent(shared_data, conditions, tmp_path_factory) -> Callable[..., list[dict[str, str]]]:
    """The rows a mapping makes of its file of the sample."""

    def rows(mapping: str, timezone: str = "UTC") -> list[dict[str, str]]:
        file = shared_data(f"{SAMPLE}/{mapping.split('_from_')[1]}.csv")
        work = tmp_path_factory.mktemp("sent")
        profile = SiteProfile("S01", timezone=timezone)
        return SYNTHEA.map_file(mapping, file, work, {"conditions": conditions}, profile)

    return rows


def _patient_days(rows: list[dict[str, str]]) -> int:
    return len({(row["person_key"], row["visit_date"]) for row in rows})


def test_all_encounters_are_visits_of_27_patients(sent):
    rows = sent("visit_from_encounters")
    assert len(rows) == 604
    assert _patient_days(rows) == 598
    assert len({row["person_key"] for row in rows}) == 27
    assert Counter(row["setting"] for row in rows) == {
        "clinic": 348 + 174 + 52 + 2,
        "emergency": 17,
        "inpatient": 11,
    }


def test_every_visit_falls_on_the_day_python_finds_for_its_moment(sent):
    utc, local = (sent("visit_from_encounters", zone) for zone in ("UTC", "America/New_York"))
    new_york = ZoneInfo("America/New_York")
    for there, here in zip(utc, local, strict=True):
        moment = datetime.fromisoformat(there["start_local"]).replace(tzinfo=UTC)
        clock = moment.astimezone(new_york)
        assert here["visit_date"] == clock.date().isoformat()
        assert here["start_local"] == clock.replace(tzinfo=None).isoformat(sep=" ")
        assert int(here["utc_offset_min"]) == clock.utcoffset() / timedelta(minutes=1)
    days = zip(utc, local, strict=True)
    assert sum(there["visit_date"] != here["visit_date"] for there, here in days) == 112


def test_the_one_patient_with_migraine_has_it_at_the_visit_it_was_found(sent):
    rows = [
        row
        for row in sent("visit_from_encounters")
        if MIGRAINE in row.get("dx_codes", "").split("|")
    ]
    assert {row["person_key"] for row in rows} == {"5f8d3e13-bc80-dd66-0f1b-d24f9692a697"}
    assert min(row["visit_date"] for row in rows) == "1990-08-15"
    assert "cc7ec5a2-da49-2831-d2f2-5ca7c51ccebc" in {row["visit_key"] for row in rows}


@pytest.mark.parametrize(
    ("table", "rows", "keys"),
    [("procedures", 249, 249), ("medications", 663, 663), ("careplans", 49, 49)],
)
def test_every_therapy_has_a_key_and_a_code(sent, table: str, rows: int, keys: int):
    found = sent(f"therapy_from_{table}")
    assert len(found) == rows
    assert len({row["therapy_key"] for row in found}) == keys
    assert all(row["codes"].split(":")[1].isdigit() for row in found)


def test_two_care_plans_are_physical_therapy(sent):
    found = sent("therapy_from_careplans")
    assert [
        (row["start_date"], row["end_date"]) for row in found if row["codes"] == "snomed:91251008"
    ] == [("2023-04-22", "2023-05-10"), ("2023-06-10", "2023-07-17")]


def test_the_sample_holds_one_phq9_and_eight_gad7_totals(sent):
    found = sent("questionnaire_from_observations")
    assert Counter(row["instrument"] for row in found) == {"gad7": 8, "phq9": 1}
    assert all(row.keys() >= {"total"} and "item_1" not in row for row in found)
