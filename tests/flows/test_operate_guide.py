"""The operations guide typed as it stands: a backup restored elsewhere is the same workspace."""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from flows.intended import intent
from flows.run import open_run
from triggerscape.delivery.privacy.deployment_key import make_key
from triggerscape.doctor.examination import examine
from triggerscape.doctor.finding import Health
from triggerscape.release.history import latest_release
from triggerscape.release.verification import verify_release
from triggerscape.workspace import Workspace

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "operate.md"
# What the guide leaves to the reader, and what comes after the workspace is back.
KEPT_BY_THE_READER = re.compile(r"^cp -p ~/night/.*\n", flags=re.MULTILINE)
ASKED_AFTERWARDS = re.compile(r"^triggerscape .*\n", flags=re.MULTILINE)


def typed(chapter: str, folder: Path, safe: Path) -> None:
    """The first commands of a chapter, in a folder; secrets are kept in ``safe``."""
    text = GUIDE.read_text(encoding="utf-8").split(f"## {chapter}")[1]
    commands = text.split("```console\n")[1].split("```")[0]
    commands = ASKED_AFTERWARDS.sub("", KEPT_BY_THE_READER.sub("", commands))
    commands = commands.replace("/where/secrets/are/kept", str(safe))
    subprocess.run(["bash", "-ec", commands], cwd=folder, check=True)


@pytest.mark.skipif(shutil.which("flock") is None, reason="no flock on the path")
def test_a_backup_is_restored_under_another_path(demo_home: Path, tmp_path: Path):
    old, new, safe = (tmp_path / name for name in ("old", "a new machine", "safe"))
    for folder in (old, new, safe):
        folder.mkdir()
    shutil.copytree(demo_home, old / "workspace", symlinks=True)
    make_key(Workspace(old / "workspace"))
    (old / "workspace" / ".writer").touch()

    typed("Back up", old, safe)
    assert (old / "backup.tar.gz").stat().st_mode & 0o077 == 0
    with tarfile.open(old / "backup.tar.gz") as archive:
        assert not any(name.endswith("deployment.key") for name in archive.getnames())
    shutil.move(old / "backup.tar.gz", new)
    shutil.rmtree(old)
    typed("Restore, or move", new, safe)

    workspace = Workspace(new / "workspace")
    key = workspace.key_file
    assert (key.read_text("ascii"), key.stat().st_mode & 0o777) == (
        (safe / key.name).read_text("ascii"),
        0o600,
    )
    found = examine(workspace, {})
    rooms = {"settings", "sites", "privacy", "key", "run", "release"}
    assert [one for one in found if one.subject in rooms and one.health is Health.FIX] == []
    would = intent(open_run(workspace), None, None)
    assert {(site.new, site.again) for site in would.sites} == {(0, 0)}
    assert " stays: " in would.release
    release = latest_release(workspace.releases)
    assert release is not None
    assert verify_release(release.path) == []


@pytest.mark.skipif(shutil.which("flock") is None, reason="no flock on the path")
def test_no_backup_is_made_in_the_middle_of_a_run(tmp_path: Path):
    (tmp_path / "workspace").mkdir()
    lock = tmp_path / "workspace" / ".writer"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(subprocess.CalledProcessError):
            typed("Back up", tmp_path, tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / "workspace"]
