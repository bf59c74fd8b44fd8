"""The site calendar in its blocks: right, the same bytes by every way, and no block too many."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from plain_features_people import Row
from plain_site_calendar import site_calendar
from site_lake import (
    SOUTHERN,
    build_calendar,
    built_at_once,
    calendar_files,
    calendar_rows,
    lay,
    spine_of,
)

from triggerscape.warehouse.blocks import first_day_of_block

SPINE = spine_of(seed=20261121, people=24, days=120)


def a_day(site: str, day: str, *, person: int = 1, **more: object) -> Row:
    given = {"person_id": person << 44, "site_code": site, "diary_date": date.fromisoformat(day)}
    return {**given, "date_is_relative": False, "is_observed": True, **more}


def file_of(day: str) -> str:
    return f"from={first_day_of_block(date.fromisoformat(day))}.parquet"


def by_key(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["site_code"], row["calendar_date"]))


@pytest.mark.parametrize(("seed", "people", "days"), [(1, 1, 10), (2, 9, 90), (3, 30, 200)])
def test_the_calendar_equals_a_plain_second_calculation(tmp_path, seed, people, days):
    rows = spine_of(seed, people, days)
    lake = built_at_once(tmp_path, rows)
    assert by_key(calendar_rows(lake)) == site_calendar(rows, SOUTHERN)


@pytest.mark.parametrize(("buckets", "threads"), [(1, 2), (4, 1), (4, 2), (16, 1)])
def test_buckets_and_threads_change_no_byte(tmp_path, buckets, threads):
    one = built_at_once(tmp_path / "one", SPINE, buckets=1)
    other = built_at_once(tmp_path / "other", SPINE, buckets=buckets, threads=threads)
    assert calendar_files(other) == calendar_files(one)


def test_a_file_holds_its_block_in_the_order_of_its_key(tmp_path):
    lake = built_at_once(tmp_path, SPINE)
    rows = calendar_rows(lake)
    keys = [(row["window_start"], row["site_code"], row["calendar_date"]) for row in rows]
    assert keys == sorted(set(keys))
    assert {file_of(str(row["calendar_date"])) for row in rows} == set(calendar_files(lake))


def test_days_without_a_place_in_the_calendar_make_no_row_and_no_file(tmp_path):
    relative = [a_day("SITE0", f"2000-01-{day:02d}", date_is_relative=True) for day in (3, 4)]
    lake = built_at_once(tmp_path, [*relative, a_day("SITE0", "2026-03-02", person=2)])
    assert [row["calendar_date"] for row in calendar_rows(lake)] == [date(2026, 3, 2)]
    assert list(calendar_files(lake)) == [file_of("2026-03-02")]


def test_blocks_nobody_has_a_day_in_are_zeros_between_a_sites_days_and_nothing_outside(tmp_path):
    rows = [a_day("SITE0", "2025-01-10"), a_day("SITE0", "2025-04-10", person=2)]
    far = a_day("SITE1", "2020-06-01", person=3)
    lake = built_at_once(tmp_path, [*rows, far])
    found = [row for row in calendar_rows(lake) if row["site_code"] == "SITE0"]
    assert len(found) == (date(2025, 4, 10) - date(2025, 1, 10)).days + 1
    assert [row["people_running"] for row in found] == [1, *[0] * 89, 1]
    assert {row["calendar_date"].year for row in calendar_rows(lake)} == {2020, 2025}


def test_nothing_new_touches_nothing(tmp_path):
    lake = built_at_once(tmp_path, SPINE)
    lay(lake, SPINE)
    assert build_calendar(lake) == []


@pytest.mark.parametrize(
    ("new", "touched"),
    [
        (a_day("SITE0", "2025-02-02", person=9), ["2025-02-02"]),
        (a_day("SITE0", "2025-03-15", person=9), ["2025-02-02", "2025-03-02"]),
        (a_day("SITE0", "2024-12-01", person=9), ["2024-12-01", "2024-12-02", "2024-12-30"]),
        (a_day("SITE1", "2025-01-12", person=9), ["2025-01-10"]),
    ],
)
def test_a_new_day_touches_its_block_and_those_its_site_now_reaches(tmp_path, new, touched):
    """SITE0 has days from 10 January to 2 February; blocks begin 2 and 30 December, 27 January."""
    rows = [
        *(a_day("SITE0", str(date(2025, 1, 10) + timedelta(n))) for n in range(24)),
        a_day("SITE1", "2025-01-12", person=2),
        a_day("SITE2", "2026-08-01", person=3),
    ]
    lake = built_at_once(tmp_path / "lake", rows)
    before = calendar_files(lake)
    lay(lake, [*rows, new])
    assert build_calendar(lake) == sorted({file_of(day) for day in touched})
    fresh = built_at_once(tmp_path / "fresh", [*rows, new])
    assert calendar_files(lake) == calendar_files(fresh)
    lay(lake, rows)
    assert build_calendar(lake) == sorted({file_of(day) for day in touched})
    assert calendar_files(lake) == before
