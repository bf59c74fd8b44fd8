"""A fault of storage is told in plain words with its code, stops only what it must, loses nothing.

Real disks of a few megabytes, real rights, real limits of a process.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tight_disk import AS_ANY_USER, MB, tight_disk
from whole_state import differences, whole_state

from flows.plain_runner import run_plainly
from flows.run import open_run
from flows.walking import RunOutcome
from triggerscape.demo import send_cohort
from triggerscape.doctor.finding import Health
from triggerscape.doctor.rooms import workspace_findings
from triggerscape.doctor.storage import storage_findings
from triggerscape.errors import TriggerscapeError
from triggerscape.status import read_status
from triggerscape.workspace import Workspace

SETTINGS = "[warehouse]\nbuckets = 1\nthreads = 1\nmemory_gb = 1\n"
PEOPLE, DAYS, SITES, SEED = 12, 56, 2, 11
# Of what a run adds to a workspace: there is room for so much of it.
SHARES = (0.1, 0.6)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """What two small clinics sent, not yet run: to be copied."""
    workspace = Workspace(tmp_path_factory.mktemp("sent") / "clinics")
    send_cohort(workspace, PEOPLE, DAYS, SITES, SEED, say=lambda _: None)
    workspace.settings_file.write_text(SETTINGS, encoding="utf-8")
    return workspace


@pytest.fixture(scope="module")
def built(sent: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same, taken in by a run that nothing disturbed: to be compared with, or copied."""
    workspace = copy_of(sent, tmp_path_factory.mktemp("built"))
    run(workspace)
    return workspace


@pytest.fixture
def clinics(sent: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(sent, tmp_path)


def copy_of(workspace: Workspace, folder: Path) -> Workspace:
    """A copy below a folder, with rights as they are."""
    shutil.copytree(workspace.home, folder / "clinics", dirs_exist_ok=True)
    return Workspace(folder / "clinics")


def run(workspace: Workspace, first: str | None = None, last: str = "validate") -> RunOutcome:
    return run_plainly(open_run(workspace), first=first, last=last)


def fault(
    workspace: Workspace, first: str | None = None, last: str = "validate"
) -> TriggerscapeError:
    with pytest.raises(TriggerscapeError) as met:
        run(workspace, first, last)
    return met.value


def command(*words: str, wrapped: tuple[str, ...] = ()) -> tuple[int, dict[str, str]]:
    """Exit code and error of a command typed by itself, in a process with other rights or limits.

    Skips where the wrapping program is not there or may not.
    """
    if wrapped and (not shutil.which(wrapped[0]) or subprocess.call([*wrapped, "true"])):
        pytest.skip(f"{wrapped[0]} is missing or may not")
    ended = subprocess.run(
        [*wrapped, sys.executable, "-m", "triggerscape", *words, "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return ended.returncode, json.loads(ended.stdout)


def accounts(workspace: Workspace) -> dict[str, tuple[int, int, int, int]]:
    return {
        one.site_code: (one.rows_in, one.rows_accepted, one.rows_quarantined, one.rows_duplicate)
        for one in read_status(workspace).sites
    }


def same(one: Workspace, other: Workspace, *, passing: tuple[str, ...] = ("vault/spill",)) -> None:
    found = differences(whole_state(one.home), whole_state(other.home))
    assert [name for name in found if not name.startswith(passing)] == []


def test_a_disk_that_fills_up_on_the_way_ends_each_run_in_words_and_loses_nothing(
    sent: Workspace, built: Workspace, tmp_path: Path
):
    least, whole = bytes_of(sent), bytes_of(built)
    with tight_disk(tmp_path, least + MB) as disk:
        clinics = copy_of(sent, tmp_path)
        met = []
        for share in SHARES:
            disk.grow(least + MB // 2 + int(share * (whole - least)))
            met.append(fault(clinics))
        disk.grow(whole + 40 * MB)
        run(clinics)
        assert {error.code for error in met} == {"E176"}
        assert {error.message for error in met} == {"the disk is full"}
        assert all(str(clinics.home) in error.where for error in met)
        assert all("MB free of" in error.where for error in met)
        assert met[0].fix.endswith(f"then triggerscape run --home {clinics.home}")
        same(clinics, built)


def bytes_of(workspace: Workspace) -> int:
    return sum(path.stat().st_size for path in workspace.home.rglob("*") if path.is_file())


def test_a_disk_without_an_entry_for_another_file_is_full_too(sent: Workspace, tmp_path: Path):
    there = sum(1 for _ in sent.home.rglob("*"))
    with tight_disk(tmp_path, 40 * MB, entries=there + 8):
        met = fault(copy_of(sent, tmp_path), last="ingest")
    assert (met.code, met.message) == ("E176", "the disk is full")
    assert met.where.endswith("(no entry for another file is left)")


@pytest.mark.parametrize("folder", ["lake", "vault", "releases", "."])
def test_a_read_only_disk_stops_a_run_before_it_touches_anything(
    built: Workspace, tmp_path: Path, folder: str
):
    with tight_disk(tmp_path / "clinics" / folder, 40 * MB) as disk:
        clinics = copy_of(built, tmp_path)
        disk.write_protect()
        met = fault(clinics)
        place = clinics.home if folder == "." else clinics.home / folder
        assert (met.code, met.where) == ("E179", str(place))
        assert met.message == (
            "a folder can be read but not written: its disk is mounted read-only"
        )
        (found,) = [one for one in to_mend(clinics) if "read-only" in one]
        assert found == f"{place} lies on a disk that is mounted read-only"
        disk.allow_writing()
        same(clinics, built)


def to_mend(workspace: Workspace) -> list[str]:
    """What the doctor would have mended, its fixes left out."""
    found = [*workspace_findings(workspace), *storage_findings(workspace)]
    return [one.sentence for one in found if one.health is Health.FIX]


def to_mend_by(wrapped: tuple[str, ...], workspace: Workspace) -> list[str]:
    """The same, asked by a process with other rights or limits."""
    _, told = command("doctor", "--home", str(workspace.home), wrapped=wrapped)
    return [one["sentence"] for one in told["data"]["findings"] if one["health"] == "fix"]


@pytest.mark.parametrize("missing", ["inbox", "sites", "lake"])
def test_a_folder_that_is_missing_or_a_file_is_named(
    built: Workspace, tmp_path: Path, missing: str
):
    clinics = copy_of(built, tmp_path)
    place = clinics.home / missing
    place.rename(tmp_path / "aside")
    met = fault(clinics)
    assert (met.code, met.where) == ("E195", str(place))
    assert met.message == (
        "a folder of the workspace is not there, or something else is in its place"
    )
    place.write_text("a file", encoding="utf-8")
    assert fault(clinics).code == "E195"
    assert f"no folder {missing} in {clinics.home}" in to_mend(clinics)
    place.unlink()
    (tmp_path / "aside").rename(place)
    same(clinics, built)


def test_a_folder_or_the_ledger_that_this_user_may_not_write_is_named(
    built: Workspace, tmp_path: Path
):
    clinics = copy_of(built, tmp_path)
    clinics.lake.chmod(0o500)
    code, told = command("run", "--home", str(clinics.home), wrapped=AS_ANY_USER)
    assert (code, told["error"]["code"]) == (1, "E187")
    assert told["error"]["message"] == "permission is missing"
    assert told["error"]["where"] == str(clinics.lake)
    profile = sorted(clinics.sites.glob("*.toml"))[0]
    profile.chmod(0)
    told_by_doctor = to_mend_by(AS_ANY_USER, clinics)
    assert f"{clinics.lake} cannot be written to" in told_by_doctor
    said = f"site {profile.stem} is left out: the profile cannot be read: permission denied"
    assert said in told_by_doctor
    profile.chmod(0o644)
    clinics.lake.chmod(0o700)
    clinics.build_file.chmod(0o400)
    code, told = command("run", "--home", str(clinics.home), wrapped=AS_ANY_USER)
    assert (code, told["error"]["code"]) == (1, "E187")
    clinics.build_file.chmod(0o600)
    same(clinics, built)


def test_what_a_site_alone_suffers_stops_no_other_and_is_taken_in_once_it_is_mended(
    sent: Workspace, built: Workspace, tmp_path: Path
):
    clinics = copy_of(sent, tmp_path)
    first, second = sorted(clinics.inbox.iterdir())
    first.chmod(0)
    (second / "extra").mkdir()
    closed = second / "extra" / "diary.csv"
    closed.write_text("person_key,diary_date\n", encoding="utf-8")
    closed.chmod(0)
    home = ("--home", str(clinics.home))
    code, told = command("run", "--to", "validate", *home, wrapped=AS_ANY_USER)
    assert code == 0
    left = "cannot be read (permission denied); left for the next run, what was taken in before"
    for said in (
        f"site {first.name}: {first.name} {left}",
        f"site {second.name}, delivery extra: diary.csv {left}",
    ):
        assert any(one.startswith(said) for one in told["warnings"]), told["warnings"]
    assert accounts(clinics) == {second.name: accounts(built)[second.name]}
    doctor = to_mend_by(AS_ANY_USER, clinics)
    assert f"inbox/{first.name} cannot be read: its site is left as it was" in doctor
    shutil.rmtree(second / "extra")
    first.chmod(0o755)
    run(clinics)
    # What changed since the last build came in two nights here, and in one there.
    same(clinics, built, passing=("vault/spill", "lake/.built/"))


def test_a_file_in_the_place_of_a_site_s_folder_leaves_that_site_as_it_was(
    built: Workspace, tmp_path: Path
):
    clinics = copy_of(built, tmp_path)
    place = sorted(clinics.inbox.iterdir())[0]
    place.rename(tmp_path / "aside")
    place.write_text("a file", encoding="utf-8")
    said = f"site {place.name}: {place.name} cannot be read (not a directory)"
    assert any(one.startswith(said) for one in run(clinics, last="ingest").warnings)
    assert f"inbox/{place.name} is a file; the folder of its site should be there" in to_mend(
        clinics
    )
    place.unlink()
    (tmp_path / "aside").rename(place)
    same(clinics, built)


@pytest.mark.long
def test_a_limit_on_the_size_of_files_is_told_and_lifted(
    sent: Workspace, built: Workspace, tmp_path: Path
):
    clinics = copy_of(sent, tmp_path)
    home = ("--home", str(clinics.home))
    code, told = command("run", *home, wrapped=("prlimit", "--fsize=100000"))
    assert (code, told["error"]["code"]) == (1, "E178")
    assert told["error"]["message"] == "a file reached the largest size that is allowed here"
    assert "no file may grow beyond 0 MB" in to_mend_by(("prlimit", "--fsize=100000"), clinics)
    run(clinics)
    same(clinics, built)


def test_too_few_open_files_are_refused_before_the_run_begins(built: Workspace, tmp_path: Path):
    clinics = copy_of(built, tmp_path)
    few = ("prlimit", "--nofile=200:200")
    code, told = command("run", "--home", str(clinics.home), wrapped=few)
    assert (code, told["error"]["code"]) == (1, "E188")
    assert told["error"]["message"] == "too many files are open"
    assert "200 files may be open at once; a run needs 512" in to_mend_by(few, clinics)
    asked = [sys.executable, "-c", "from triggerscape.faults.ground import open_files_allowed as n"]
    asked[-1] += "; print(n())"
    raised = subprocess.check_output(["prlimit", "--nofile=200:4096", *asked], text=True)
    assert raised == "4096\n"
    same(clinics, built)
