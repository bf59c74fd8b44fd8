"""What takes two runs to see: a file that is still written, a file replaced under its own name."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sample_days import DIARY, row
from sites_at_the_door import CLEAN, DAY_1, DAY_2, add_site, arrive, csv_of, new_workspace, send

SITE = "SITE"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = new_workspace(tmp_path / "workspace").home
    for site in (CLEAN, SITE):
        add_site(home, site)
    send(home, CLEAN, {"diary.csv": DIARY})
    return home


@contextmanager
def written_on(file: Path) -> Iterator[None]:
    """Somebody appends a row to the file every few milliseconds while the block runs."""
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            with file.open("ab") as opened:
                opened.write(b"\n")
            time.sleep(0.005)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        is_over.set()
        writer.join()


def test_a_file_that_is_still_written_is_never_half_loaded(home: Path) -> None:
    send(home, SITE, {"diary.csv": csv_of(DAY_1)})
    file = home / "inbox" / SITE / "diary.csv"
    with written_on(file):
        arrived = arrive(home)
    assert arrived.counts(SITE) == (0, 0, 0, 0)
    told = "still being written: diary.csv; left for the next run"
    assert [line for line in arrived.said if f"site {SITE}," in line and told in line]
    assert arrived.counts(CLEAN) == (3, 3, 0, 0)
    file.write_bytes(csv_of(DAY_1, DAY_2))
    arrived = arrive(home)
    assert arrived.counts(SITE) == (2, 2, 0, 0)
    assert arrived.said == ()


def test_another_content_under_the_same_name_is_a_new_version(home: Path) -> None:
    before, after = csv_of(DAY_1, DAY_2), csv_of(row(1, pain_max="4"), DAY_2, row(3))
    send(home, SITE, {"diary.csv": before})
    arrive(home)
    send(home, SITE, {"diary.csv": after})
    arrived = arrive(home)
    assert sorted(pain for (pain,) in arrived.diary(SITE, "pain_max")) == [0.0, 4.0, 6.0]
    assert arrived.counts(SITE) == (3, 3, 0, 0)
    kept = [path.read_bytes() for path in (home / "vault" / "staged").iterdir()]
    assert before in kept
    assert after in kept
    with arrived.run.open_build() as build:
        [(versions,)] = build.execute(
            "SELECT count(*) FROM ledger.file_version JOIN ledger.file_use USING (use_id) "
            "WHERE site_code = ?",
            [SITE],
        ).fetchall()
    assert versions == 2
