"""Files that change under the reader's hands: nothing torn is judged, and no other site waits."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sample_days import DIARY, row
from sites_at_the_door import (
    CLEAN,
    add_site,
    arrive,
    csv_of,
    new_workspace,
    send,
)

from flows import site_files
from triggerscape.delivery.door import staging
from triggerscape.delivery.growing import is_open_for_writing

LONGER = csv_of(*(row(day) for day in range(1, 8)))
OTHER = csv_of(*(row(day, pain_max="4") for day in range(1, 4)))  # as long as DAYS
DAYS = csv_of(*(row(day) for day in range(1, 4)))


def _append(file: Path) -> None:
    with file.open("ab") as opened:
        opened.write(LONGER[len(DAYS) :])


def _truncate(file: Path) -> None:
    os.truncate(file, len(DAYS) // 2)


def _overwrite(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(OTHER)


def _replace(file: Path) -> None:
    aside = file.with_name(".aside")
    aside.write_bytes(OTHER)
    aside.replace(file)


def _rename(file: Path) -> None:
    file.rename(file.with_name("diary_renamed.csv"))


# What is done to a file while it is copied, and the rows that are in it the night after.
CHANGES: dict[str, tuple[Callable[[Path], object], int]] = {
    "APPEND": (_append, 7),
    "TRUNCATE": (_truncate, 1),
    "OVERWRITE": (_overwrite, 3),
    "REPLACE": (_replace, 3),
    "REMOVE": (Path.unlink, 0),
    "RENAME": (_rename, 3),
}
SITES = (*CHANGES, "TWO", "SLOW", "ZIP", "LATE", "SWAP")


@dataclass(frozen=True)
class Night:
    """What stood in the ledger after one run, and what the run said."""

    said: tuple[str, ...]
    counts: dict[str, tuple[int, int, int, int]]
    sha256s: dict[str, set[str]]
    pain: dict[str, list[object]]

    def told(self, site: str) -> str:
        """All that was said of a site."""
        return "\n".join(line for line in self.said if f"site {site}" in line)


def _night(home: Path) -> Night:
    arrived = arrive(home)
    with arrived.run.open_build() as build:
        rows = build.execute("SELECT site_code, source_sha256 FROM ledger.file_use").fetchall()
    sites = {site for site, _ in rows}
    return Night(
        arrived.said,
        {site: arrived.counts(site) for site in (*SITES, CLEAN)},
        {site: {sha256 for one, sha256 in rows if one == site} for site in sites},
        {site: [pain for (pain,) in arrived.diary(site, "pain_max")] for site in sites},
    )


def _home(base: Path) -> Path:
    home = new_workspace(base / "workspace").home
    add_site(home, CLEAN)
    send(home, CLEAN, {"diary.csv": DIARY})
    return home


@contextmanager
def _program(file: Path, data: bytes) -> Iterator[None]:
    """Another process that wrote half of what it has to write, and rests with the file open."""
    half = len(data) // 2
    code = (
        f"import sys\nwith open({str(file)!r}, 'wb') as file:\n"
        f"    file.write({data[:half]!r}); file.flush(); print(flush=True)\n"
        f"    sys.stdin.read(); file.write({data[half:]!r})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert is_open_for_writing(file)
        try:
            yield
        finally:
            process.communicate()
    assert not is_open_for_writing(file)


@contextmanager
def _things_go_on(inbox: Path) -> Iterator[None]:
    """While the night runs: files change, programs rest in the middle, others come too late."""
    copied, find, judge = staging._copied, site_files.find_deliveries, site_files.judge_file

    def copy_and_change(read: Any, written: Any, source: Path) -> str:
        site = source.relative_to(inbox).parts[0]
        if site in CHANGES:
            written.write(read.read(len(DAYS) // 3))
            CHANGES[site][0](source)
        sha256 = copied(read, written, source)
        if site == "TWO" and source.name == "visit.csv":  # the diary was copied, and was whole
            _append(source.with_name("diary.csv"))
        return sha256

    def judge_another(bench: Any, arrival: Any, **named: Any) -> Any:
        if arrival.delivery.site_code == "SWAP":
            _replace(inbox / "SWAP/diary.csv")
        return judge(bench, arrival, **named)

    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("diary.csv", LONGER)
    with ExitStack() as programs, pytest.MonkeyPatch.context() as patch:
        for site, name, data in (
            ("SLOW", "diary.csv", LONGER),
            ("ZIP", "d.zip", packed.getvalue()),
        ):
            file = inbox / site / name.replace("d.", "diary.")
            programs.enter_context(_program(file, data))
            os.utime(file, (1, 1))  # it has been resting for years, by its time

        def opened_before_it_is_listed(*asked: Any) -> Any:
            if asked[1] == "LATE":
                programs.enter_context(_program(inbox / "LATE/diary.csv", LONGER))
            return find(*asked)

        patch.setattr(staging, "_copied", copy_and_change)
        patch.setattr(site_files, "find_deliveries", opened_before_it_is_listed)
        patch.setattr(site_files, "judge_file", judge_another)
        yield


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Night, Night, Night]:
    """Three nights of one workspace; in the second, things go on."""
    home = _home(tmp_path_factory.mktemp("changing"))
    inbox = home / "inbox"
    for site in SITES:
        add_site(home, site)
        (inbox / site).mkdir(parents=True)
    send(home, "TWO", {"march/diary.csv": DAYS, "march/visit.csv": b"person_key\n"})
    first = _night(home)
    send(home, "TWO", {"march/diary.csv": OTHER})
    for site in CHANGES:
        send(home, site, {"march/diary.csv": DAYS})
    send(home, "LATE", {"diary.csv": DAYS})
    send(home, "SWAP", {"diary.csv": DAYS})
    with _things_go_on(inbox):
        second = _night(home)
    return first, second, _night(home)


@pytest.mark.parametrize("site", CHANGES)
def test_what_changes_while_it_is_copied_waits_and_is_taken_in_whole_the_night_after(
    nights: tuple[Night, Night, Night], site: str
) -> None:
    _, during, after = nights
    said = during.told(site)
    assert f"site {site}, delivery march: it changed while it was read: diary" in said
    assert "left for the next run" in said
    assert during.counts[site] == (0, 0, 0, 0)
    rows_in, accepted, quarantined, duplicates = after.counts[site]
    rows = CHANGES[site][1]
    assert (rows_in, accepted + quarantined + duplicates) == (rows, rows)
    if site in ("OVERWRITE", "REPLACE"):
        assert after.pain[site] == [4, 4, 4]


def test_no_other_site_waits(nights: tuple[Night, Night, Night]) -> None:
    assert [night.counts[CLEAN] for night in nights] == [(3, 3, 0, 0)] * 3


def test_a_delivery_waits_as_a_whole_and_what_it_gave_before_stays_in_use(
    nights: tuple[Night, Night, Night],
) -> None:
    before, during, after = nights
    assert "it changed while it was read: diary.csv" in during.told("TWO")
    assert during.pain["TWO"] == before.pain["TWO"] == [6, 6, 6]
    assert during.sha256s["TWO"] == before.sha256s["TWO"]
    assert (after.pain["TWO"][:3], len(after.pain["TWO"])) == ([4, 4, 4], 7)


@pytest.mark.parametrize(("site", "name"), [("SLOW", "diary.csv"), ("ZIP", "diary.zip")])
def test_a_writer_who_rests_is_seen_by_the_file_he_has_open(
    nights: tuple[Night, Night, Night], site: str, name: str
) -> None:
    _, during, after = nights
    assert f"still being written: {name}; left for the next run" in during.told(site)
    assert (during.counts[site], after.counts[site]) == ((0, 0, 0, 0), (7, 7, 0, 0))


def test_who_opens_the_file_after_the_first_look_is_seen_as_well(
    nights: tuple[Night, Night, Night],
) -> None:
    _, during, after = nights
    assert "it changed while it was read: diary.csv" in during.told("LATE")
    assert (during.counts["LATE"], after.counts["LATE"]) == ((0, 0, 0, 0), (7, 7, 0, 0))


def test_what_is_judged_are_the_bytes_whose_fingerprint_is_in_the_ledger(
    nights: tuple[Night, Night, Night],
) -> None:
    """The file was replaced after it had been copied, before the judge looked at it."""
    for night, data, pain in ((nights[1], DAYS, 6), (nights[2], OTHER, 4)):
        assert night.sha256s["SWAP"] == {hashlib.sha256(data).hexdigest()}
        assert night.pain["SWAP"] == [pain] * 3


def test_links_pipes_sockets_devices_and_folders_named_like_files_stop_nobody(
    tmp_path: Path,
) -> None:
    home = _home(tmp_path)
    add_site(home, "ODD")
    send(home, "ODD", {"diary.csv": DAYS, "folder_named.csv/visit.csv/diary.csv": DAYS})
    inbox = home / "inbox/ODD"
    (inbox / "diary_link.csv").symlink_to(inbox / "diary.csv")
    (inbox / "diary_nowhere.csv").symlink_to(inbox / "not there.csv")
    os.mkfifo(inbox / "diary_pipe.csv")
    with socket.socket(socket.AF_UNIX) as door, pytest.MonkeyPatch.context() as patch:
        patch.chdir(inbox)  # the name of a socket may only be short
        door.bind("diary_socket.csv")
    odd = ["diary_pipe.csv", "diary_socket.csv"]
    if os.geteuid() == 0:
        os.mknod(inbox / "diary_device.csv", 0o020666, os.makedev(1, 5))  # endless zeros
        odd.append("diary_device.csv")
    arrived = arrive(home)
    said = "\n".join(arrived.said)
    for name in ("diary_link.csv", "diary_nowhere.csv"):
        assert f"file {name} as diary refused: the file is a link to another place" in said
    for name in odd:
        assert f"no files of data, so not looked into: {name}" in said
    assert "delivery folder_named.csv: no files of data, so not looked into: visit.csv" in said
    assert arrived.counts("ODD") == arrived.counts(CLEAN) == (3, 3, 0, 0)
