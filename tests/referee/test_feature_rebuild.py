"""A rebuild after new deliveries equals a build from nothing, and touches only their buckets."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from feature_deliveries import first_delivery, later_deliveries
from feature_lake import accept, bucket_of, build_features, built_files, workspace

from flows.run import Run, open_run
from triggerscape.settings import Settings

BUCKETS = 4
FIRST = first_delivery()
LATER = later_deliveries(FIRST)
TOUCHED = {
    bucket_of(row, BUCKETS)
    for delivery in LATER
    for rows in delivery.tables.values()
    for row in rows
}


def first_build(home: Path) -> Run:
    run = workspace(home, buckets=BUCKETS)
    accept(run, FIRST)
    assert all(part.was_built for part in build_features(run))
    return run


@pytest.fixture(scope="module")
def from_nothing(tmp_path_factory) -> dict[str, bytes]:
    """The files of a build that had every delivery from the start."""
    run = workspace(tmp_path_factory.mktemp("full"), buckets=BUCKETS)
    for delivery in (FIRST, *LATER):
        accept(run, delivery)
    build_features(run)
    return built_files(run.lake)


def test_nothing_new_rebuilds_nothing(tmp_path):
    run = first_build(tmp_path)
    before = built_files(run.lake)
    assert not any(part.was_built for part in build_features(run))
    assert built_files(run.lake) == before


def test_late_rows_arriving_one_delivery_at_a_time_equal_a_build_from_nothing(
    tmp_path, from_nothing
):
    run = first_build(tmp_path)
    for delivery in LATER:
        accept(run, delivery)
        build_features(run)
    assert built_files(run.lake) == from_nothing


def test_only_the_buckets_of_the_people_concerned_are_written(tmp_path, from_nothing):
    run = first_build(tmp_path)
    before = built_files(run.lake)
    for delivery in LATER:
        accept(run, delivery)
    rebuilt = {part.bucket for part in build_features(run) if part.was_built}
    assert 0 < len(TOUCHED) < BUCKETS
    assert rebuilt == TOUCHED
    after = built_files(run.lake)
    assert after == from_nothing
    kept = {name for name in before if not any(f"bucket={n:05d}" in name for n in TOUCHED)}
    assert kept
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_a_diary_leaves_the_tables_that_do_not_read_it_alone(tmp_path):
    run = first_build(tmp_path)
    accept(run, LATER[0])
    built = build_features(run)
    names = {part.name for part in built if part.was_built}
    assert "features.diary_spine" in names
    assert not names & {"fate.therapy", "fate.person", "features.first_use"}


def test_a_changed_definition_rebuilds_as_if_it_had_always_been_so(tmp_path):
    run = first_build(tmp_path / "changed")
    fresh = workspace(tmp_path / "fresh", buckets=BUCKETS)
    for made in (run, fresh):
        with made.workspace.settings_file.open("a", encoding="utf-8") as file:
            file.write("[definitions]\nclean_days = 2\n")
    changed, fresh = open_run(run.workspace), open_run(fresh.workspace)
    accept(fresh, FIRST)
    assert changed.settings["definitions.clean_days"] != Settings()["definitions.clean_days"]
    assert any(part.was_built for part in build_features(changed))
    build_features(fresh)
    assert built_files(changed.lake) == built_files(fresh.lake)


def test_a_lost_file_is_made_again(tmp_path):
    run = first_build(tmp_path)
    before = built_files(run.lake)
    run.lake.bucket_files("features.onset_day", 2)[3].unlink()
    rebuilt = [(part.name, part.bucket) for part in build_features(run) if part.was_built]
    assert rebuilt == [("features.onset_day", 2)]
    assert built_files(run.lake) == before


def test_files_that_came_back_from_a_copy_are_the_same(tmp_path):
    run = first_build(tmp_path)
    for file in run.lake.root.glob("accepted.*/*/*.parquet"):
        os.utime(file, (0, 0))
    assert not any(part.was_built for part in build_features(run))


def test_a_file_with_other_rows_builds_its_bucket_as_from_nothing(tmp_path):
    run, fresh = first_build(tmp_path / "sent"), workspace(tmp_path / "fresh", buckets=BUCKETS)
    rows = FIRST.tables["core.diary_day"]
    shorter = replace(FIRST, tables={**FIRST.tables, "core.diary_day": rows[: len(rows) // 2]})
    for sent in (run, fresh):
        for file in sent.lake.root.glob("accepted.diary/*/*.parquet"):
            file.unlink()
        accept(sent, shorter)
        build_features(sent)
    assert built_files(run.lake) == built_files(fresh.lake)
