"""Nights beside programs that put whole versions of a diary into the inbox, in every way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sample_days import DIARY
from sites_at_the_door import CLEAN, Arrived, add_site, arrive, new_workspace, send

from triggerscape.workspace import Workspace


def _home(base: Path) -> Path:
    home = new_workspace(base / "workspace").home
    add_site(home, CLEAN)
    send(home, CLEAN, {"diary.csv": DIARY})
    return home


def _sha256s_in_ledger(workspace: Workspace, arrived: Arrived, site: str) -> list[tuple[Any, ...]]:
    with arrived.run.open_build() as build:
        return build.execute(
            "SELECT source_sha256, rows_in, file_rule FROM ledger.file_use WHERE site_code = ?",
            [site],
        ).fetchall()


def _nights_beside_a_busy_writer(home: Path, sites: int, nights: int, versions: int) -> int:
    """How many versions were judged: every one of them whole, and in the end the last."""
    writers, known = [], {}
    for number in range(sites):
        site = f"BUSY{number}"
        add_site(home, site)
        (home / "inbox" / site / "march").mkdir(parents=True)
        file, known[site] = home / "inbox" / site / "march/diary.csv", home / f"{site}.known"
        arguments = (str(file), str(versions), str(number * 1000), str(known[site]))
        command = [sys.executable, str(Path(__file__).with_name("busy_writer.py")), *arguments]
        writers.append(subprocess.Popen(command, env={**os.environ, "PYTHONPATH": _PATHS}))
    judged = set()
    workspace = Workspace(home)
    for _ in range(nights):
        arrived = arrive(home)
        assert arrived.counts(CLEAN) == (3, 3, 0, 0)
        for site, written in known.items():
            whole = written.read_text(encoding="ascii").split() if written.exists() else []
            for sha256, rows, rule in _sha256s_in_ledger(workspace, arrived, site):
                # Days drawn at random may look odd beside the days before: they wait, but whole.
                assert sha256 in whole, (site, rule, rows)
                assert not rule.startswith("file."), (site, rule, rows)
                assert (workspace.vault / "staged" / sha256).read_bytes().count(b"\n") == rows + 1
                judged.add(sha256)
            rows_in, *rest = arrived.counts(site)
            assert rows_in == sum(rest)
        if all(writer.poll() is not None for writer in writers):
            break
    for writer in writers:
        assert writer.wait() == 0
    last = arrive(home)
    for site, written in known.items():
        [(sha256, _, _)] = _sha256s_in_ledger(workspace, last, site)
        assert sha256 == written.read_text(encoding="ascii").split()[-1]
        judged.add(sha256)
    return len(judged)


_PATHS = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])


def test_a_few_nights_beside_a_busy_writer(tmp_path: Path) -> None:
    assert _nights_beside_a_busy_writer(_home(tmp_path), sites=2, nights=2, versions=5) >= 2


@pytest.mark.long
def test_hundreds_of_nights_beside_busy_writers(tmp_path: Path) -> None:
    judged = _nights_beside_a_busy_writer(_home(tmp_path), sites=4, nights=200, versions=1500)
    assert judged > 100
