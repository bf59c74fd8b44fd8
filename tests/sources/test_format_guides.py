"""The guide of each format: its profile can be copied, and no table is passed over in silence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from triggerscape.delivery.profiles.reading import profile_from
from triggerscape.delivery.sources.format_names import format_names
from triggerscape.warehouse.statements import sql_folder

MOST_LINES = 80


def declaration(name: str) -> dict:
    path = sql_folder() / "sources" / name / "format.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


GUIDES = {name: sql_folder().parent / declaration(name)["guide"] for name in format_names()}


def profiles_in(guide: Path) -> list[str]:
    fences = re.findall(r"```toml\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    return [text for text in fences if "site_code" in text]


@pytest.mark.parametrize("guide", sorted(set(GUIDES.values())), ids=lambda path: path.stem)
def test_a_guide_is_short_and_its_profiles_are_read_without_a_fault(guide: Path):
    assert len(guide.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    profiles = profiles_in(guide)
    assert profiles
    for text in profiles:
        site = tomllib.loads(text)["site_code"]
        assert profile_from(text, Path(f"{site}.toml")).format in GUIDES


@pytest.mark.parametrize("name", GUIDES)
def test_the_guide_of_a_format_shows_its_profile(name: str):
    told = [tomllib.loads(text).get("format") for text in profiles_in(GUIDES[name])]
    assert name in told


@pytest.mark.parametrize("name", ["claims", "omop", "synthea"])
def test_the_guide_of_a_format_names_every_table(name: str):
    said = GUIDES[name].read_text(encoding="utf-8")
    tables = declaration(name)["tables"]
    assert [table for table in tables if not re.search(rf"`{table}(\.csv)?`", said)] == []


def test_scores_have_the_same_codes_in_every_mapping_and_in_the_guide():
    """A mapping is one file and can share nothing; that the lists agree is held here."""
    lists = {
        path: re.findall(r"'(\d+-\d)': '(\w+)'", path.read_text(encoding="utf-8"))
        for path in sql_folder().glob("sources/*/questionnaire_from_*.sql")
        if "MAP {" in path.read_text(encoding="utf-8")
    }
    assert {path.parent.name for path in lists} >= {"claims", "omop", "synthea"}
    first, *others = lists.values()
    assert all(other == first for other in others)
    said = GUIDES["omop"].read_text(encoding="utf-8")
    assert re.findall(r"\b\d{5}-\d\b", said) == [code for code, _ in first]
