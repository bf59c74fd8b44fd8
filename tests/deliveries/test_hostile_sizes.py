"""Sizes beyond measure: an endless line, very many files. Memory stays small, nothing is lost."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from sample_days import DIARY, row
from sites_at_the_door import (
    CLEAN,
    DAY_1,
    DAY_2,
    DAY_3,
    add_site,
    arrive,
    csv_of,
    new_workspace,
    send,
)

from triggerscape.delivery.door.opening import Job, copy_plainly

SITE = "SITE"
MEGABYTE = 1 << 20


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = new_workspace(tmp_path / "workspace").home
    for site in (CLEAN, SITE):
        add_site(home, site)
    send(home, CLEAN, {"diary.csv": DIARY})
    return home


def test_a_line_of_50_megabytes_costs_one_row_and_little_memory(home: Path) -> None:
    endless = b"x" * (50 * MEGABYTE)
    send(home, SITE, {"diary.csv": csv_of(DAY_1) + endless + b"\n" + f"{DAY_2}\n".encode()})
    arrived = arrive(home)
    assert arrived.counts(SITE) == (3, 2, 1, 0)
    assert arrived.rules(SITE) == {"file.row_shape"}
    assert arrived.counts(CLEAN) == (3, 3, 0, 0)


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


@pytest.mark.parametrize("files", [30, pytest.param(300, marks=pytest.mark.long)])
def test_many_tiny_files_are_one_diary(home: Path, files: int) -> None:
    tiny = {
        f"march/diary_{number:03d}.csv": csv_of(row(1 + number % 30, person_key=f"p-{number:06d}"))
        for number in range(files)
    }
    send(home, SITE, tiny)
    arrived = arrive(home)
    assert arrived.counts(SITE) == (files, files, 0, 0)
    assert len(arrived.diary(SITE, "person_key")) == files
    assert arrived.said == ()
