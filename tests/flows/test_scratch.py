"""A worker's copies are private, lie where it is told, and are one folder for each store."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.scratch import SCRATCH, scratch_of
from triggerscape.errors import TriggerscapeError

ADDRESS = "s3://lakes/one?region=us-east-1"


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SCRATCH, str(tmp_path))
    return tmp_path


def test_a_scratch_is_private_and_stays(scratch: Path):
    workspace = scratch_of(ADDRESS)
    assert workspace.home.parent == scratch
    for folder in (workspace.home, workspace.lake, workspace.vault):
        assert folder.stat().st_mode & 0o777 == 0o700
    (workspace.lake / "kept").touch()
    assert (scratch_of(ADDRESS).lake / "kept").exists()


def test_two_stores_have_two_scratches():
    assert scratch_of(ADDRESS).home != scratch_of(ADDRESS.replace("one", "two")).home


def test_a_scratch_that_others_can_read_is_refused():
    home = scratch_of(ADDRESS).home
    home.chmod(0o755)
    with pytest.raises(TriggerscapeError, match="not a folder of ours alone") as caught:
        scratch_of(ADDRESS)
    assert caught.value.code == "E185"


def test_a_scratch_that_leads_elsewhere_is_refused(tmp_path: Path):
    home = scratch_of(ADDRESS).home
    home.rename(tmp_path / "elsewhere")
    home.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TriggerscapeError, match="not a folder of ours alone"):
        scratch_of(ADDRESS)


def test_a_scratch_in_a_folder_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv(SCRATCH, str(tmp_path / "not-there"))
    with pytest.raises(TriggerscapeError, match="cannot keep its copies: No such file"):
        scratch_of(ADDRESS)
