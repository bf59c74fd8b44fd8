"""A disk that is full at every stage of a night, up to the copy of the release readers open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from three_clinics import first_night
from tight_disk import MB, tight_disk
from whole_state import differences, whole_state

from flows.plain_runner import run_plainly
from flows.run import open_run
from triggerscape.errors import TriggerscapeError
from triggerscape.release.verification import verify_release
from triggerscape.workspace import Workspace

STEP = 5 * MB
MOST = 200 * MB


@pytest.mark.long
def test_at_every_size_the_run_ends_in_words_and_the_last_one_gives_the_same_release(
    tmp_path: Path,
):
    sent = first_night(tmp_path / "sent" / "clinics")
    shutil.copytree(sent, tmp_path / "whole" / "clinics")
    whole = Workspace(tmp_path / "whole" / "clinics")
    run_plainly(open_run(whole))
    used = sum(path.stat().st_size for path in sent.rglob("*") if path.is_file())
    met: list[tuple[int, str, str]] = []
    with tight_disk(tmp_path / "tight", used + MB) as disk:
        tight = Workspace(disk.place / "clinics")
        shutil.copytree(sent, tight.home)
        for size in range(used + MB, MOST, STEP):
            disk.grow(size)
            try:
                run_plainly(open_run(tight))
                break
            except TriggerscapeError as error:
                met.append((size, error.code, error.where))
            released = [path for path in tight.releases.glob("2*") if path.is_dir()]
            assert [verify_release(path) for path in released] == [[]] * len(released)
        print(*met, sep="\n")  # noqa: T201 - the figures of docs/measured.md
        assert len(met) >= 5
        assert {code for _, code, _ in met} == {"E176"}
        assert differences(whole_state(tight.home), whole_state(whole.home)) == []
