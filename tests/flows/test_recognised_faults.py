"""Whichever library meets a fault of the machine, it is told apart from a fault of ours."""

from __future__ import annotations

import errno
import gc
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from prefect.logging import disable_run_logger
from tight_disk import MB, tight_disk
from xlsxwriter import Workbook

from flows.orchestrated.run_step import run_step
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.door.opening import Job
from triggerscape.errors import TriggerscapeError
from triggerscape.faults.kinds import BY_NUMBER, KINDS, NO_MEMORY, NO_ROOM
from triggerscape.faults.recognising import fault_in
from triggerscape.faults.telling import as_told, faults_told
from triggerscape.settings import Settings
from triggerscape.warehouse.connection import connect
from triggerscape.warehouse.store.object_store import open_store
from triggerscape.workspace import Workspace

# A workbook that could not be written says so once more when it is thrown away.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
NUMBERS = pl.DataFrame({"n": range(100_000)})


def met(act: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - each library has its own
        act()
    gc.collect()
    return raised.value


def through_excel(path: Path) -> None:
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(9_000):
            sheet.write(row, 0, row)


# Not /dev/full: what writes aside and renames would put a plain file in the place of the device.
WRITERS: dict[str, Callable[[Path], object]] = {
    "python": lambda path: path.write_bytes(bytes(200_000)),
    "polars csv": NUMBERS.write_csv,
    "polars parquet": NUMBERS.write_parquet,
    "arrow": lambda path: pq.write_table(NUMBERS.to_arrow(), path),
    "duckdb": lambda path: duckdb.execute(f"COPY (FROM range(100000)) TO '{path}' (FORMAT csv)"),
    "excel": through_excel,
}


@pytest.mark.parametrize("library", WRITERS)
def test_a_full_disk_is_one_whoever_writes(library: str, tmp_path: Path):
    with tight_disk(tmp_path, 10_000) as disk:
        found = fault_in(met(lambda: WRITERS[library](disk.place / "file")))
    assert found is not None
    assert found.kind is NO_ROOM


def test_a_full_disk_under_a_copy_of_folders_or_a_refusal_is_found(tmp_path: Path):
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "a").write_bytes(os.urandom(200_000))
    with tight_disk(tmp_path / "disk", 100_000) as disk:
        copying = met(lambda: shutil.copytree(tmp_path / "from", disk.place / "to"))
    found = fault_in(copying)
    assert found is not None
    assert found.kind is NO_ROOM

    def refuse() -> None:
        try:
            raise copying
        except OSError:
            raise ValueError("the file is damaged") from None

    assert fault_in(met(refuse)) == found


def test_a_commit_without_room_and_a_database_that_may_not_grow_are_full_disks(tmp_path: Path):
    with tight_disk(tmp_path / "disk", 400_000) as disk:
        con = duckdb.connect(str(disk.place / "a.duckdb"))
        found = fault_in(
            met(lambda: con.execute("CREATE TABLE t AS SELECT random() FROM range(900000)"))
        )
        con.close()
    assert found is not None
    assert (found.kind, found.path) == (NO_ROOM, disk.place / "a.duckdb")


def sorted_numbers(home: Path, spill: Path) -> None:
    settings = Settings({"warehouse.memory_gb": 0.5, "warehouse.threads": 1})
    with faults_told(home), connect(settings, folders=[home], spill=spill, side_by_side=8) as con:
        con.execute("CREATE TABLE t AS SELECT random() AS a, random() AS b FROM range(9000000)")


def test_where_what_does_not_fit_into_memory_has_no_room_either_the_disk_is_full(tmp_path: Path):
    with tight_disk(tmp_path / "vault" / "spill", MB) as disk:
        told = met(lambda: sorted_numbers(tmp_path, disk.place))
    assert isinstance(told, TriggerscapeError)
    assert (told.code, told.message) == ("E176", "the disk is full")


def test_memory_that_does_not_suffice_is_told_apart_from_a_full_disk(tmp_path: Path):
    def without_spill() -> None:
        with faults_told(tmp_path), duckdb.connect(config={"memory_limit": "20MB"}) as con:
            con.execute("SET temp_directory = ''")
            con.execute("CREATE TABLE t AS SELECT random() AS a FROM range(9000000)")

    told = met(without_spill)
    assert isinstance(told, TriggerscapeError)
    assert (told.code, told.message) == ("E194", "the memory does not suffice")
    assert "lower warehouse.memory_gb" in told.fix
    found = fault_in(met(lambda: np.ones(1 << 50)))
    assert found is not None
    assert found.kind is NO_MEMORY


def test_a_full_disk_for_temporary_files_is_named_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with tight_disk(tmp_path / "temporary", 20_000) as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk.place))

        def write() -> None:
            with faults_told(tmp_path / "workspace"), Workbook(tmp_path / "a.xlsx") as book:
                sheet = book.add_worksheet()
                for row in range(3_000):
                    sheet.write(row, 0, row)

        told = met(write)
    assert isinstance(told, TriggerscapeError)
    assert told.code == "E176"
    assert told.where.startswith(f"{disk.place} (")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_reader_that_runs_out_of_room_does_not_blame_the_file(form: str, tmp_path: Path):
    """Half a copy looks like a damaged file, and a damaged file would be refused for good."""
    sent = tmp_path / "sent"
    NUMBERS.write_csv(sent) if form == "csv" else NUMBERS.write_parquet(sent)
    with tight_disk(tmp_path / "vault", 20_000) as disk, confined_reader() as reader:
        found = fault_in(met(lambda: reader.copy(Job(sent, disk.place / "copy"))))
        disk.grow(40 * MB)
        assert reader.copy(Job(sent, disk.place / "copy")).shape.rows == NUMBERS.height
    assert found is not None
    assert (found.kind, found.path) == (NO_ROOM, disk.place / "copy")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_fault_has_words_a_code_and_a_way_to_mend_it(kind, tmp_path: Path):
    told = as_told(met(lambda: raise_(kind.numbers[0], tmp_path / "vault" / "x")), tmp_path)
    assert (told.code, told.message, told.exit_code) == (kind.code, kind.sentence, 1)
    assert told.fix.endswith(f"then triggerscape run --home {tmp_path}")
    assert "{" not in told.fix


def raise_(number: int, path: Path) -> None:
    raise OSError(number, os.strerror(number), str(path))


def test_a_share_of_the_disk_that_is_used_up_and_a_disk_that_fails_are_told(tmp_path: Path):
    quota = as_told(met(lambda: raise_(errno.EDQUOT, tmp_path / "lake" / "x")), tmp_path)
    assert (quota.code, quota.message) == (
        "E177",
        "this user's share of the disk (quota) is used up",
    )
    failing = as_told(met(lambda: raise_(errno.EIO, tmp_path / "lake" / "x")), tmp_path)
    assert (failing.code, failing.message) == ("E189", "the disk does not answer as it should")


def test_a_value_that_speaks_of_a_full_disk_is_no_full_disk():
    text = "No space left on device"
    casting = met(lambda: duckdb.execute("SELECT CAST(? AS INTEGER)", [text]))
    assert text in str(casting)
    assert fault_in(casting) is None
    assert fault_in(ValueError(text)) is None
    assert as_told(ValueError(text)).code == "E900"


def test_no_name_of_a_file_and_no_value_is_told(tmp_path: Path):
    secret = "Ottilie Featherstonhaugh"
    path = tmp_path / "inbox" / "KN" / "march" / f"{secret}.csv"
    path.parent.mkdir(parents=True)
    told = as_told(met(lambda: raise_(errno.EIO, path)), tmp_path)
    assert told.where == str(tmp_path / "inbox" / "KN")
    assert secret not in f"{told} {told.where} {told.fix}"


def test_a_missing_file_is_a_fault_of_ours_unless_its_folder_is_missing(tmp_path: Path):
    assert fault_in(met((tmp_path / "none").read_bytes)) is None
    missing = fault_in(met(lambda: (tmp_path / "no" / "none").write_bytes(b"")))
    assert missing is not None
    assert missing.kind.code == "E195"


def test_every_number_has_one_kind():
    numbers = [number for kind in KINDS for number in kind.numbers]
    assert sorted(numbers) == sorted(BY_NUMBER)
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_the_orchestrator_is_told_the_same(tmp_path: Path):
    with tight_disk(tmp_path / "workspace", 200_000) as disk, disable_run_logger():
        workspace = Workspace(disk.place)
        workspace.create()
        (disk.place / "filler").write_bytes(bytes(120_000))
        told = met(
            lambda: run_step.fn("ingest", str(disk.place), None, "", (), log=str(tmp_path / "log"))
        )
    assert isinstance(told, TriggerscapeError)
    assert told.code == "E176"


def test_a_store_that_is_a_full_folder_is_a_full_disk_and_not_asked_again(tmp_path: Path):
    with tight_disk(tmp_path / "store", 10_000) as disk:
        store = open_store(str(disk.place))
        (tmp_path / "file").write_bytes(os.urandom(200_000))
        error = met(lambda: store.put_file("name", tmp_path / "file"))
    found = fault_in(error)
    assert not isinstance(error, TriggerscapeError)
    assert found is not None
    assert found.kind is NO_ROOM
