"""Sizes beyond measure: an endless line, very many files. Memory stays small, nothing is lost."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from sample_days import row
from sites_at_the_door import (
    DAY_1,
    DAY_3,
    add_site,
    arrive,
    csv_of,
    new_workspace,
    send,
)

from triggerscape.delivery.door.opening import Job, copy_plainly

SITE = "SITE"
FILES = 300
MEGABYTE = 1 << 20


def test_an_endless_line_is_not_held_in_memory(tmp_path: Path) -> None:
    source = tmp_path / "diary.csv"
    with source.open("wb") as file:
        file.write(csv_of(DAY_1))
        for _ in range(200):
            file.write(b"x" * MEGABYTE)
        file.write(f"\n{DAY_3}\n".encode())
    tracemalloc.start()
    try:
        copy = copy_plainly(Job(source, tmp_path / "copy"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (copy.shape.rows, copy.shape.misshapen) == (3, (2,))
    assert most < 64 * MEGABYTE


@pytest.mark.long
def test_many_tiny_files_are_one_diary(tmp_path: Path) -> None:
    home = new_workspace(tmp_path / "workspace").home
    add_site(home, SITE)
    for number in range(FILES):
        day = csv_of(row(1 + number % 30, person_key=f"kp-{number:06d}"))
        send(home, SITE, {f"march/diary_{number:03d}.csv": day})
    arrived = arrive(home)
    assert arrived.counts(SITE) == (FILES, FILES, 0, 0)
    assert len(arrived.diary(SITE, "person_key")) == FILES
    assert arrived.said == ()
