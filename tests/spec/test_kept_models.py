"""Models on disk: whole or not there, newest last, and only what was kept comes back."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from triggerscape.errors import TriggerscapeError
from triggerscape.registry import kept
from triggerscape.registry.kept import keep_version, plain_json, read_version, versions_of

FILES = {"model.json": plain_json({"stress": 0.2}), "card.md": b"# A card\n"}


def test_what_is_kept_comes_back(tmp_path: Path):
    folder = keep_version(tmp_path, "triggers", "a1", FILES)
    model = read_version(tmp_path, "triggers")
    assert folder == tmp_path / "models" / "triggers" / "a1"
    assert (model.version, dict(model.files)) == ("a1", FILES)
    assert model.told("model.json") == {"stress": 0.2}


def test_the_newest_is_the_last_one_kept_and_no_clock_says_so(tmp_path: Path):
    for version in ("b", "a", "c", "a"):
        keep_version(tmp_path, "triggers", version, FILES)
    assert versions_of(tmp_path, "triggers") == ["b", "c", "a"]
    os.utime(tmp_path / "models" / "triggers" / "b", (2_000_000_000, 2_000_000_000))
    assert read_version(tmp_path, "triggers").version == "a"
    assert read_version(tmp_path, "triggers", "b").version == "b"


def test_the_same_files_are_the_same_bytes_wherever_they_are_kept(tmp_path: Path):
    folders = [keep_version(tmp_path / home, "triggers", "a", FILES) for home in ("one", "two")]
    one, two = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders)
    assert one == two


def test_a_version_is_never_written_over(tmp_path: Path):
    keep_version(tmp_path, "triggers", "a", FILES)
    with pytest.raises(TriggerscapeError, match="other bytes"):
        keep_version(tmp_path, "triggers", "a", {**FILES, "card.md": b"another"})
    assert read_version(tmp_path, "triggers").files["card.md"] == b"# A card\n"


@pytest.mark.parametrize("what", ["changed", "removed", "added"])
def test_a_file_that_is_not_what_was_kept_is_refused(tmp_path: Path, what: str):
    folder = keep_version(tmp_path, "triggers", "a", FILES)
    if what == "changed":
        (folder / "model.json").write_bytes(b'{"stress": 0.9}')
    elif what == "removed":
        (folder / "model.json").unlink()
    else:
        (folder / "model.pkl").write_bytes(b"x")
    with pytest.raises(TriggerscapeError, match="E723"):
        read_version(tmp_path, "triggers")


def test_a_run_killed_while_writing_leaves_the_newest_as_it_was(tmp_path: Path, monkeypatch):
    keep_version(tmp_path, "triggers", "a", FILES)

    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(kept, "sync_tree", killed)
        with pytest.raises(KeyboardInterrupt):
            keep_version(tmp_path, "triggers", "b", FILES)
    assert read_version(tmp_path, "triggers").version == "a"
    keep_version(tmp_path, "triggers", "b", FILES)
    assert read_version(tmp_path, "triggers").version == "b"


@pytest.mark.parametrize("name", ["../a", "a/b", "", ".hidden", "A", "versions.json"])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str):
    with pytest.raises(TriggerscapeError, match="E720"):
        keep_version(tmp_path, "triggers", name, FILES)


def test_a_version_asked_for_by_a_path_is_not_found(tmp_path: Path):
    keep_version(tmp_path, "triggers", "a", FILES)
    with pytest.raises(TriggerscapeError, match="E722"):
        read_version(tmp_path, "triggers", "../triggers/a")
    with pytest.raises(TriggerscapeError, match="E722"):
        read_version(tmp_path, "forecast")


def test_models_are_private_to_their_owner(tmp_path: Path):
    folder = keep_version(tmp_path, "triggers", "a", FILES)
    for path in (folder.parents[1], folder, *folder.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
