"""The site calendar by increments, killed, spoiled or lost: always the files of a build at once."""

from __future__ import annotations

import random
import shutil
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from plain_features_people import Row
from site_lake import (
    SOUTHERN,
    build_calendar,
    built_at_once,
    calendar_files,
    calendar_rows,
    lay,
    spine_of,
)

from triggerscape.contract.sites import SITE_CALENDAR
from triggerscape.warehouse import lake as lake_module
from triggerscape.warehouse.lake import Lake, partial_of

SPINE = spine_of(seed=20261121, people=12, days=100)
MORE = spine_of(seed=20261122, people=3, days=200)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    return built_at_once(tmp_path_factory.mktemp("built") / "lake", SPINE).root


@pytest.fixture(scope="module")
def with_more(tmp_path_factory) -> dict[str, bytes]:
    """The files of a build at once of all the days."""
    return calendar_files(built_at_once(tmp_path_factory.mktemp("more"), [*SPINE, *MORE]))


def copy_of(built: Path, folder: Path) -> Lake:
    return Lake(shutil.copytree(built, folder / "lake"))


def changed(rows: list[Row], draw: random.Random) -> list[Row]:
    """Some people gone, some with a part of their days, some moved in time."""
    people = sorted({row["person_id"] for row in rows})
    shift = {person: timedelta(draw.choice((0, 0, -70, 3, 90))) for person in people}
    kept = {person: draw.choice((0.0, 0.5, 1.0, 1.0)) for person in people}
    return [
        row | {"diary_date": row["diary_date"] + shift[row["person_id"]]}
        for row in rows
        if draw.random() < kept[row["person_id"]]
    ]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_the_files_are_those_of_a_build_at_once(tmp_path, seed):
    draw, lake = random.Random(seed), Lake(tmp_path / "steps")
    for step in range(4):
        rows = changed(SPINE, draw)
        lay(lake, rows)
        build_calendar(lake)
        once = built_at_once(tmp_path / f"once {step}", rows)
        assert calendar_files(lake) == calendar_files(once)


def test_another_number_of_buckets_makes_the_same_bytes_and_leaves_the_files_where_they_lie(
    tmp_path, built
):
    lake = copy_of(built, tmp_path)
    lying = [file.stat().st_ino for file in lake.files(SITE_CALENDAR.name)]
    lay(lake, SPINE, buckets=1)
    lake.drop_buckets_from(1)
    assert build_calendar(lake) == list(calendar_files(lake))
    assert calendar_files(lake) == calendar_files(Lake(built))
    assert [file.stat().st_ino for file in lake.files(SITE_CALENDAR.name)] == lying


def test_a_site_that_moves_to_the_south_changes_its_own_seasons_only(tmp_path, built):
    lake = copy_of(built, tmp_path)
    before = calendar_rows(lake)
    build_calendar(lake, southern=SOUTHERN | {"SITE0": True})
    moved = calendar_rows(lake)
    opposite = {"winter": "summer", "summer": "winter", "spring": "autumn", "autumn": "spring"}
    assert moved == [
        row | ({"season": opposite[row["season"]]} if row["site_code"] == "SITE0" else {})
        for row in before
    ]
    build_calendar(lake)
    assert calendar_files(lake) == calendar_files(Lake(built))


def test_a_new_site_without_a_day_touches_nothing(tmp_path, built):
    lake = copy_of(built, tmp_path)
    assert build_calendar(lake, southern=SOUTHERN | {"SITE9": True}) == []


def lose(lake: Lake, file: Path) -> None:
    file.unlink()


def leave_half(lake: Lake, file: Path) -> None:
    partial_of(file).write_bytes(b"half")


def leave_a_stranger(lake: Lake, file: Path) -> None:
    shutil.copy(file, lake.root / SITE_CALENDAR.name / "from=1999-12-06.parquet")


def spoil_the_state(lake: Lake, file: Path) -> None:
    (lake.root / ".built" / "sites.json").write_text('{"spines": 1', encoding="utf-8")


@pytest.mark.parametrize("harm", [lose, leave_half, leave_a_stranger, spoil_the_state])
def test_what_was_harmed_is_made_good(tmp_path, built, harm):
    lake = copy_of(built, tmp_path)
    harm(lake, lake.files(SITE_CALENDAR.name)[1])
    build_calendar(lake)
    assert calendar_files(lake) == calendar_files(Lake(built))
    assert build_calendar(lake) == []


class Killed(BaseException):
    """Stands for a process that ends here: no handler of the package catches it."""


def kill_at(lake: Lake, number: int) -> None:
    """Build until so many files, the state among them, have taken their place; then die."""
    real, seen = Path.replace, []

    def stop(self: Path, target: Path) -> Path:
        seen.append(target)
        if len(seen) > number:
            raise Killed
        return real(self, target)

    with patch.object(lake_module.Path, "replace", stop), pytest.raises(Killed):
        build_calendar(lake)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_killed_between_files_and_built_again(tmp_path, built, with_more, number):
    lake = copy_of(built, tmp_path)
    lay(lake, [*SPINE, *MORE])
    kill_at(lake, number)
    build_calendar(lake)
    assert calendar_files(lake) == with_more
    assert build_calendar(lake) == []


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_killed_between_files_and_its_days_taken_back(tmp_path, built, number):
    """What the killed run wrote of days that are gone again does not stay."""
    lake = copy_of(built, tmp_path)
    lay(lake, [*SPINE, *MORE])
    kill_at(lake, number)
    lay(lake, SPINE)
    build_calendar(lake)
    assert calendar_files(lake) == calendar_files(Lake(built))


def test_nobody_with_calendar_dates_leaves_no_file(tmp_path, built):
    lake = copy_of(built, tmp_path)
    lay(lake, [row for row in SPINE if row["date_is_relative"]])
    build_calendar(lake)
    assert calendar_files(lake) == {}
    assert build_calendar(lake) == []
