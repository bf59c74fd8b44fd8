"""Daylio: a mood diary knows headache only by a tick its site has named, and never its absence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from app_exports import with_person
from mapped_lines import Line, SourceFormat

DAYLIO = SourceFormat("daylio")

MOODS = [
    {"word": "good", "contract_column": "x_mood", "value": "4"},
    {"word": "bad", "contract_column": "x_mood", "value": "2"},
]
TRIGGERS = [
    {"word": "bad sleep", "contract_column": "triggers_present", "value": "sleep_lack"},
    {"word": "tired", "contract_column": "triggers_present", "value": "fatigue"},
    {"word": "alcohol", "contract_column": "triggers_present", "value": "alcohol"},
    {"word": "relax", "contract_column": "selfcare", "value": "selfcare_meditation"},
]
HEADACHE = [{"word": "Headache", "contract_column": "headache", "value": "true"}]
KEPT = [{"person_key": "person-1", "from_date": "2025-03-01", "to_date": "2025-03-31"}]


def days(
    *lines: Line, words: Sequence[Line] = (), kept: Sequence[Line] = ()
) -> list[dict[str, str]]:
    full = [{"person_key": "person-1", "full_date": "2025-03-04", **line} for line in lines]
    beside = {"words": [*MOODS, *TRIGGERS, *words], "diary_coverage": kept}
    return DAYLIO.map_lines("diary_from_entries", full, beside)


def test_without_a_tick_for_headache_a_day_has_covariates_and_no_headache_answer():
    entry = {"mood": "good ", "activities": "clean | bad sleep |tired | relax "}
    assert days(entry) == [
        {
            "source_row": 1,
            "person_key": "person-1",
            "diary_date": "2025-03-04",
            "entry_status": "complete",
            "triggers_present": "fatigue|sleep_lack",
            "selfcare": "selfcare_meditation",
            "x_mood": "4.0",
        }
    ]


def test_a_named_tick_is_a_headache_and_no_tick_is_no_answer():
    ticked, free = {"activities": "work | headache"}, {"full_date": "2025-03-05"}
    told = days(ticked, free, words=HEADACHE)
    assert [day.get("headache") for day in told] == ["true", None]


def test_a_day_without_the_tick_is_free_of_headache_only_where_the_site_says_so():
    inside, outside = {"full_date": "2025-03-05"}, {"full_date": "2025-04-05"}
    someone = inside | {"person_key": "person-2"}
    told = days(inside, outside, someone, words=HEADACHE, kept=[*KEPT, *KEPT])
    assert [day.get("headache") for day in told] == ["false", None, None]


def test_without_a_tick_that_means_headache_no_day_is_free_of_it_whatever_is_covered():
    assert "headache" not in days({"activities": "work"}, kept=KEPT)[0]
    window = "diary_coverage_from_diary_coverage"
    assert DAYLIO.map_lines(window, KEPT, {"words": TRIGGERS}) == []
    assert DAYLIO.map_lines(window, KEPT, {"words": HEADACHE}) == [
        {
            "source_row": 1,
            "person_key": "person-1",
            "from_date": "2025-03-01",
            "to_date": "2025-03-31",
        }
    ]


def test_a_tick_for_migraine_is_a_headache_the_person_named():
    migraine = [{"word": "migraine", "contract_column": "migraine", "value": "true"}]
    (day,) = days({"activities": "Migraine"}, words=migraine, kept=KEPT)
    assert (day["headache"], day["migraine"], day["migraine_basis"]) == (
        "true",
        "true",
        "self_label",
    )


def test_entries_of_a_day_are_one_row_with_every_tick_and_the_mean_mood():
    evening = {"mood": "bad", "activities": "alcohol | headache"}
    morning = {"mood": "good", "activities": "bad sleep"}
    noon = {"mood": "so so", "activities": ""}
    (day,) = days(evening, morning, noon, words=HEADACHE)
    assert (day["source_row"], day["headache"]) == (1, "true")
    assert (day["triggers_present"], day["x_mood"]) == ("alcohol|sleep_lack", "3.0")


def test_badly_written_days_are_passed_on_one_by_one_to_be_refused():
    told = days({"full_date": "28 September"}, {"full_date": "28 September"}, {"full_date": None})
    assert [day.get("diary_date") for day in told] == ["28 September", "28 September", None]


@pytest.mark.parametrize(
    ("name", "entries", "moods"),
    [
        ("daylio_sample.csv", 3, [None, None, None]),
        # Two days have two entries each.
        ("daylio_sample_multiple_moods.csv", 5, [None, None, "4.0", None, "2.0"]),
    ],
)
def test_the_real_samples_are_days_without_a_headache_answer(
    shared_data: Callable[[str], Path],
    tmp_path: Path,
    name: str,
    entries: int,
    moods: list[str | None],
) -> None:
    file = with_person(shared_data(f"app-export-samples/{name}"), tmp_path / name)
    assert DAYLIO.takes(name) == ["entries"]
    beside = {"words": [*MOODS, *TRIGGERS]}
    told = DAYLIO.map_file("diary_from_entries", file, tmp_path, beside)
    assert len(told) == entries
    assert [day.get("x_mood") for day in told] == moods
    assert not any("headache" in day for day in told)
