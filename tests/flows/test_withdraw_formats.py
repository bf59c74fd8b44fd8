"""A person leaves a delivered file of any format; everybody else's rows stay as they were."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from left_behind import left_behind
from sent_by_hand import VALUE, WAYS, WHO, Way, rows

import flows.withdraw
from expectations.foreign_files import job_of
from flows.run import Run, open_run
from flows.shelf import shelf_of
from flows.withdraw import withdraw, withdraw_again
from triggerscape.delivery.door.confined import ConfinedReader, confined_reader
from triggerscape.delivery.door.landing import open_landed
from triggerscape.delivery.inbox import find_deliveries
from triggerscape.errors import TriggerscapeError
from triggerscape.withdrawal.people.tombstones import read_tombstones
from triggerscape.workspace import Workspace

SITE = "SITE"
RARE = ("tab", "zip", "ndjson gzip")  # their parts are tried by the others


@pytest.fixture(scope="module")
def reader() -> Iterator[ConfinedReader]:
    with confined_reader() as one:
        yield one


@pytest.fixture(autouse=True)
def one_reader(reader: ConfinedReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process reads the files of all tests: to start it takes longer than any of them."""
    monkeypatch.setattr(flows.withdraw, "confined_reader", lambda: nullcontext(reader))


def workspace(home: Path, way: Way, *, with_manifest: bool = True) -> Run:
    """A workspace whose one delivery nobody has looked at yet."""
    Workspace(home).create()
    (home / "sites" / f"{SITE}.toml").write_text(
        f'site_code = "{SITE}"\n{way.profile}', encoding="utf-8"
    )
    folder = home / "inbox" / SITE / "march"
    folder.mkdir(parents=True)
    data = way.write(rows(with_them=True))
    (folder / way.name).write_bytes(data)
    if with_manifest:
        promise = {"name": way.name, "sha256": sha256(data), "bytes": len(data), "rows": 12}
        told = {"site_code": SITE, "extracted_at": "2025-04-01T04:00:00Z", "files": [promise]}
        (folder / "manifest.json").write_text(json.dumps(told, indent=2), encoding="utf-8")
    return open_run(Workspace(home))


def plain(data: bytes) -> bytes:
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(way, id=name, marks=pytest.mark.long if name in RARE else ())
        for name, way in WAYS.items()
    ],
)
def test_the_file_is_what_the_site_would_have_sent_without_them(tmp_path: Path, way: Way):
    run = workspace(tmp_path / "home", way)
    done = withdraw(run, SITE, [WHO])
    assert (done.people, done.files_rewritten, done.files_removed) == (1, 1, 0)
    file = tmp_path / "home" / "inbox" / SITE / "march" / way.name
    if way.is_the_same:
        assert plain(file.read_bytes()) == plain(way.write(rows(with_them=False)))
    assert left_behind(tmp_path / "home", [WHO, VALUE]) == []
    [told] = json.loads((file.parent / "manifest.json").read_text())["files"]
    data = file.read_bytes()
    assert told == {"name": way.name, "sha256": sha256(data), "bytes": len(data), "rows": 8}
    assert list(file.parent.glob(".*")) == []


@pytest.mark.parametrize("name", ["parquet", "workbook", "zip"])
def test_whoever_stays_is_read_as_before(tmp_path: Path, name: str, reader: ConfinedReader):
    run = workspace(tmp_path / "home", WAYS[name], with_manifest=False)
    withdraw(run, SITE, [WHO])
    (tmp_path / "other").mkdir()
    other = workspace(tmp_path / "other" / "home", WAYS[name], with_manifest=False)
    file = other.workspace.inbox / SITE / "march" / WAYS[name].name
    file.write_bytes(WAYS[name].write(rows(with_them=False)))
    assert landed(run, reader) == landed(other, reader)


def landed(run: Run, reader: ConfinedReader) -> list[tuple[str | None, ...]]:
    """The fields of every row as they land."""
    profile = run.profiles[SITE]
    shelf = shelf_of(profile, find_deliveries(run.workspace.inbox, SITE), run.workspace.vault)
    with run.connect_to_judge() as con:
        target = run.workspace.vault / "copy"
        copy = reader.copy(job_of(shelf.staged(shelf.files[0]), profile, target, None))
        open_landed(con, copy, profile)
        return con.execute("SELECT * FROM landed ORDER BY source_row").fetchall()


def test_a_person_in_two_spellings_leaves_in_both(tmp_path: Path):
    run = workspace(tmp_path / "home", WAYS["csv"], with_manifest=False)
    file = run.workspace.inbox / SITE / "march" / "diary.csv"
    other = f"{WHO.upper()},2025-03-09,complete,true,3,{VALUE}\n"
    file.write_bytes(file.read_bytes() + other.encode())
    withdraw(run, SITE, [f" {WHO.title()} "])
    assert file.read_bytes() == WAYS["csv"].write(rows(with_them=False))
    spelt = read_tombstones(run.workspace.vault)
    assert len({one.person_fold for one in spelt}) == 1
    assert len({one.person_id for one in spelt}) == 3


def test_a_row_nobody_can_split_leaves_with_them(tmp_path: Path):
    run = workspace(tmp_path / "home", WAYS["csv"], with_manifest=False)
    file = run.workspace.inbox / SITE / "march" / "diary.csv"
    sound = file.read_bytes()
    file.write_bytes(sound + f'{WHO},"2025-03-09,complete\nkn-0002,too,few\n'.encode())
    withdraw(run, SITE, [WHO])
    assert file.read_bytes() == WAYS["csv"].write(rows(with_them=False)) + b"kn-0002,too,few\n"


def test_json_lines_with_nobody_left_are_removed_and_csv_keeps_its_header(tmp_path: Path):
    for name, is_there in (("csv", True), ("ndjson", False), ("parquet", True)):
        run = workspace(tmp_path / name, WAYS[name])
        done = withdraw(run, SITE, [WHO, "kn-0001", "kn-0002"])
        folder = run.workspace.inbox / SITE / "march"
        assert (folder / WAYS[name].name).exists() is is_there
        assert done.people == 3
        told = json.loads((folder / "manifest.json").read_text())["files"]
        assert [one["rows"] for one in told] == ([0] if is_there else [])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("notes.csv", f"who,what\n{WHO},called\n".encode()),  # of no contract
        ("diary.xls", b"\xd0\xcf\x11\xe0" + WHO.encode("utf-16-le")),  # a damaged workbook
        (".diary.csv.partial", f"half a row of {WHO}".encode()),
        (f"{WHO}.txt", b"nothing in it"),
    ],
)
def test_a_file_that_cannot_lose_them_stops_everything(tmp_path: Path, name: str, data: bytes):
    run = workspace(tmp_path / "home", WAYS["csv"])
    (run.workspace.inbox / SITE / "april").mkdir()
    (run.workspace.inbox / SITE / "april" / name).write_bytes(data)
    before = {path: path.read_bytes() for path in run.workspace.inbox.rglob("*") if path.is_file()}
    with pytest.raises(TriggerscapeError) as raised:
        withdraw(run, SITE, [WHO])
    assert (raised.value.code, raised.value.exit_code) == ("E473", 1)
    assert "april" in raised.value.where
    assert WHO not in str(raised.value.__dict__)
    assert before == {path: path.read_bytes() for path in before}
    assert read_tombstones(run.workspace.vault) == []
    done = withdraw(run, SITE, [WHO], drop_files=True)
    assert (done.files_rewritten, done.files_removed) == (1, 1)
    assert left_behind(run.workspace.home, [WHO, VALUE]) == []


def test_an_unknown_key_withdraws_nobody(tmp_path: Path):
    run = workspace(tmp_path / "home", WAYS["csv"])
    file = run.workspace.inbox / SITE / "march" / "diary.csv"
    before = file.read_bytes()
    with pytest.raises(TriggerscapeError) as raised:
        withdraw(run, SITE, [WHO, "kn-9999"])
    assert (raised.value.code, raised.value.exit_code) == ("E470", 1)
    assert "of 2 keys, 2 are known nowhere" in raised.value.message
    assert "kn-9999" not in str(raised.value.__dict__)
    assert file.read_bytes() == before
    assert read_tombstones(run.workspace.vault) == []
    assert left_behind(run.workspace.vault, [WHO]) in (
        [],
        ["staged/" + sha256(before) + ": " + WHO],
    )


def test_a_site_nobody_knows_is_a_mistake_of_typing(tmp_path: Path):
    run = workspace(tmp_path / "home", WAYS["csv"])
    with pytest.raises(TriggerscapeError, match="E471"):
        withdraw(run, "STIE", [WHO])


def test_a_second_withdrawal_finds_nothing_left_to_do(tmp_path: Path):
    run = workspace(tmp_path / "home", WAYS["csv"])
    withdraw(run, SITE, [WHO])
    tombstones = (run.workspace.vault / "withdrawn.jsonl").read_bytes()
    again = withdraw(run, SITE, [WHO])
    assert (again.people, again.people_before, again.files_rewritten) == (0, 1, 0)
    assert withdraw_again(run).files_rewritten == 0
    assert (run.workspace.vault / "withdrawn.jsonl").read_bytes() == tombstones
    assert (run.workspace.vault / "withdrawn.jsonl").stat().st_mode & 0o777 == 0o600


def test_an_earlier_version_in_the_vault_goes_too(tmp_path: Path):
    run = workspace(tmp_path / "home", WAYS["csv"], with_manifest=False)
    file = run.workspace.inbox / SITE / "march" / "diary.csv"
    with_them = file.read_bytes()
    staged = run.workspace.vault / "staged"
    staged.mkdir(mode=0o700)
    (staged / sha256(with_them)).write_bytes(with_them)
    file.write_bytes(WAYS["csv"].write(rows(with_them=False)))
    done = withdraw(run, SITE, [WHO])
    assert (done.people, done.files_rewritten, done.copies_removed) == (1, 0, 1)
    assert left_behind(run.workspace.home, [WHO, VALUE]) == []


def test_nobody_else_is_taken_for_them(tmp_path: Path):
    """The same key at another site is another person, and a longer key is another key."""
    run = workspace(tmp_path / "home", WAYS["csv"], with_manifest=False)
    file = run.workspace.inbox / SITE / "march" / "diary.csv"
    more = f"{WHO}1,2025-03-09,complete,true,3,6\n".encode()
    file.write_bytes(file.read_bytes() + more)
    withdraw(run, SITE, [WHO])
    assert file.read_bytes().endswith(more)
    again = withdraw_again(run)
    assert (again.files_rewritten, again.files_removed) == (0, 0)
