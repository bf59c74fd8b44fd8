"""Readers beside a run that publishes: all of the old release, or all of the new one."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import duckdb
import pytest

from triggerscape.reading.release import open_release
from triggerscape.release import pointer
from triggerscape.release.writers.checksums import broken_checksums, write_checksums


def _written(path: Path) -> Path:
    """A folder that says of itself which release it is, in both of its kinds of files."""
    (path / "parquet").mkdir(parents=True)
    row = (
        f"SELECT '{path.name}' AS release_id, DATE '2026-06-28' AS as_of_date, 'run' AS run_id, "
        "'0.1.0' AS code_version, true AS is_synthetic, 11 AS threshold, 5 AS rounding_base"
    )
    with duckdb.connect(str(path / "triggerscape.duckdb")) as con:
        con.execute("CREATE SCHEMA pub")
        con.execute(f"CREATE TABLE pub.release AS {row}")
        con.execute(f"COPY pub.release TO '{path}/parquet/release.parquet'")
    write_checksums(path)
    return path


def _follow(releases: Path) -> tuple[str, str]:
    """What the pointer names, and what a file of the release it leads to says."""
    told = json.loads((releases / "latest.json").read_text(encoding="utf-8"))
    with duckdb.connect() as con:
        file = releases / told["path"] / "parquet" / "release.parquet"
        [(found,)] = con.execute(f"SELECT release_id FROM '{file}'").fetchall()
    return told["release_id"], found


@pytest.mark.parametrize("is_exchanged", [True, False], ids=["in one step", "in two steps"])
def test_readers_find_all_of_the_old_or_all_of_the_new_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_exchanged: bool
) -> None:
    """Two releases take turns. Where the disk cannot exchange folders there is a moment without
    latest/; the commands and open_release follow the pointer and never notice.
    """
    exchange = pointer.exchange
    steps: list[bool] = []

    def step(one: Path, other: Path) -> bool:
        steps.append(is_exchanged and exchange(one, other))
        return steps[-1]

    monkeypatch.setattr(pointer, "exchange", step)
    releases = tmp_path / "releases"
    two = [_written(releases / f"2026-06-28.{number}") for number in (1, 2)]
    pointer.point_to(two[0])
    seen: list[str] = []
    troubles: list[str] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            try:
                named, found = _follow(releases)
                with open_release(tmp_path, quiet=True) as opened:
                    seen.append(opened.release_id)
                if named != found or (is_exchanged and not (releases / "latest").is_dir()):
                    troubles.append(f"{named} {found}")
            except Exception as error:  # what a reader would have met
                troubles.append(f"{type(error).__name__} {error}")

    reader = threading.Thread(target=read)
    with (
        open_release(tmp_path, quiet=True) as held,
        duckdb.connect(str(releases / "latest" / "triggerscape.duckdb"), read_only=True) as browsed,
    ):
        reader.start()
        for turn in range(20):
            pointer.point_to(two[(turn + 1) % 2])
        is_over.set()
        reader.join()
        said = "SELECT release_id FROM pub.release"
        assert held.sql(said).fetchall() == browsed.sql(said).fetchall() == [(two[0].name,)]
    assert troubles == []
    assert set(seen) <= {path.name for path in two}
    assert seen
    assert set(steps) <= {is_exchanged}, "this disk cannot exchange folders"
    assert not broken_checksums(releases / "latest")
    left = {path.name for path in releases.iterdir()} - {path.name for path in two}
    assert left == {"latest", "latest.json"}
