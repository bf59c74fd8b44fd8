"""The guides to Epic, apps and studies: their profiles are read, their files and program work."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from mapped_lines import SourceFormat

from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.profiles.reading import profile_from
from triggerscape.delivery.sources.therapy_mapping import therapies_sql
from triggerscape.delivery.sources.therapy_rules import rules_table

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides" / "formats"
FORMATS = {
    "epic": ["epic"],
    "apps": [
        "cluster_headache_tracker",
        "attack_log_csv",
        "migraine_buddy",
        "migraine_log_json",
    ],
    "daylio": ["daylio"],
    "studies": ["daily_ema", "park_2016"],
    "apple_health": [None],
}


def blocks(guide: str, language: str) -> list[str]:
    text = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def profiles(guide: str) -> list[SiteProfile]:
    """Every profile of a guide; SettingsError where one has a fault."""
    read = []
    for text in blocks(guide, "toml"):
        site = re.match(r'site_code = "([A-Z]+)"', text)
        assert site, "a profile begins with its site"
        read.append(profile_from(text, Path(f"{site[1]}.toml")))
    return read


@pytest.mark.parametrize("guide", FORMATS)
def test_every_profile_of_a_guide_is_read_without_a_fault(guide: str):
    assert [profile.format for profile in profiles(guide)] == FORMATS[guide]


@pytest.mark.parametrize("guide", ["apps", "daylio", "apple_health"])
def test_no_log_of_attacks_calls_itself_a_daily_diary(guide: str):
    assert {profile.entry_basis for profile in profiles(guide)} == {"event_log"}


def test_each_format_names_the_guide_that_shows_its_profile():
    for guide, names in FORMATS.items():
        for name in filter(None, names):
            text = (SourceFormat(name).folder / "format.toml").read_text(encoding="utf-8")
            assert f'guide = "docs/guides/formats/{guide}.md"' in text


def test_the_words_of_the_guide_are_read_as_the_guide_says():
    coverage, words = (list(csv.DictReader(io.StringIO(text))) for text in blocks("apps", "csv"))
    assert list(coverage[0]) == ["person_key", "from_date", "to_date", "basis"]
    attack = {
        "person_key": "person-1",
        "date": "03-01-2025",
        "pain": "5",
        "triggers": "Lack of sleep",
        "medication": "Sumatriptan; sumatriptan",
        "symptoms": "NAUSEA",
    }
    (day,) = SourceFormat("attack_log_csv").map_lines(
        "diary_from_attacks", [attack], {"words": words}
    )
    assert (day["triggers_present"], day["acute_triptan"]) == ("sleep_lack", "2")
    assert day["nausea"] == "true"


def test_the_table_of_days_of_the_daylio_guide_is_true():
    words, coverage = (list(csv.DictReader(io.StringIO(text))) for text in blocks("daylio", "csv"))
    entries = [
        {"person_key": "person-1", "full_date": "2025-03-04", "activities": "Headache | work"},
        {"person_key": "person-1", "full_date": "2025-03-05", "mood": "Awful", "activities": ""},
        {"person_key": "person-1", "full_date": "2025-05-05", "activities": "work"},
    ]
    daylio = SourceFormat("daylio")
    beside = {"words": words, "diary_coverage": coverage}
    days = daylio.map_lines("diary_from_entries", entries, beside)
    assert [day.get("headache") for day in days] == ["true", "false", None]
    assert days[1]["x_mood"] == "1.0"
    assert len(daylio.map_lines("diary_coverage_from_diary_coverage", coverage, beside)) == 1


def test_the_sites_own_numbers_are_tried_first_and_the_drugs_name_next():
    (epic,) = profiles("epic")
    asked = {
        "local:proc-7788": "omt_unspecified",
        "local:med-4466|name:some new antibody": "preventive_cgrp_mab",
        "local:med-1|name:SUMATRIPTAN 50 MG TABLET": "abortive_triptan",
        "local:med-2|name:something else": "unmapped",
    }
    with duckdb.connect() as con:
        con.execute("CREATE TABLE record (source_row BIGINT, codes VARCHAR)")
        # The last is a laboratory test: by the profile it is no therapy, so it gives no row.
        for number, codes in enumerate([*asked, "local:proc-5"], 1):
            con.execute("INSERT INTO record VALUES (?, ?)", [number, codes])
        sql = therapies_sql("record", ["source_row", "codes"], rules_table(epic.therapy_codes))
        found = con.sql(f"SELECT therapy_code FROM ({sql}) ORDER BY source_row").fetchall()
    assert [code for (code,) in found] == list(asked.values())


HEALTH = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [<!ELEMENT HealthData (Record*)>]>
<HealthData>
 <Record type="HKCategoryTypeIdentifierHeadache" startDate="2025-03-01 21:56:02 -0500"
  endDate="2025-03-01 23:56:02 -0500" value="HKCategoryValueSeverityModerate"/>
 <Record type="HKCategoryTypeIdentifierHeadache" startDate="2025-03-01 08:00:00 -0500"
  endDate="2025-03-01 08:00:00 -0500" value="HKCategoryValueSeverityNotPresent"/>
 <Record type="HKCategoryTypeIdentifierHeadache" startDate="2025-03-04 08:00:00 -0500"
  endDate="2025-03-04 08:00:00 -0500" value="HKCategoryValueSeverityNotPresent"/>
 <Record type="HKCategoryTypeIdentifierSleepAnalysis" startDate="2025-03-01 23:00:00 -0500"
  endDate="2025-03-01 23:30:00 -0500" value="HKCategoryValueSleepAnalysisAsleepCore"/>
 <Record type="HKCategoryTypeIdentifierSleepAnalysis" startDate="2025-03-01 23:15:00 -0500"
  endDate="2025-03-02 05:15:00 -0500" value="HKCategoryValueSleepAnalysisAsleepUnspecified"/>
 <Record type="HKCategoryTypeIdentifierSleepAnalysis" startDate="2025-03-01 22:00:00 -0500"
  endDate="2025-03-02 07:00:00 -0500" value="HKCategoryValueSleepAnalysisInBed"/>
 <Record type="HKQuantityTypeIdentifierHeartRate" startDate="2025-03-09 10:00:00 -0500"
  endDate="2025-03-09 10:00:00 -0500" value="70"/>
</HealthData>
"""


def test_the_program_of_the_guide_makes_a_diary_of_an_apple_health_export(tmp_path: Path) -> None:
    (program,) = blocks("apple_health", "py")
    (tmp_path / "health.py").write_text(program, encoding="utf-8")
    (tmp_path / "export.xml").write_text(HEALTH, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "health.py", "export.xml", "person-1"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    # Half an hour before midnight and the rest after it are one night, and lying awake is none.
    assert ended.stdout.splitlines() == [
        "person_key,diary_date,entry_status,headache,sleep_hours",
        "person-1,2025-03-01,complete,true,",
        "person-1,2025-03-02,complete,,6.25",
        "person-1,2025-03-04,complete,false,",
    ]
