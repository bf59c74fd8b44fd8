"""The process that opens files may die, starve or idle: one file is refused, the next is read."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from triggerscape.delivery.door import confined
from triggerscape.delivery.door.confined import ConfinedReader, confined_reader
from triggerscape.delivery.door.opening import Job
from triggerscape.delivery.refusals import FileRefused

DIARY = b"person_key,diary_date\nperson-1,2025-03-01\n"


@pytest.fixture
def reader() -> Iterator[ConfinedReader]:
    with confined_reader() as opened:
        yield opened


def _job(folder: Path, data: bytes, name: str = "staged") -> Job:
    source = folder / name
    source.write_bytes(data)
    return Job(source, folder / f"{name}.copy")


def _refusal(reader: ConfinedReader, job: Job) -> str:
    with pytest.raises(FileRefused) as caught:
        reader.copy(job)
    return caught.value.rule


def _reads_a_sound_file(reader: ConfinedReader, folder: Path) -> bool:
    return reader.copy(_job(folder, DIARY, "sound")).shape.rows == 1


def test_a_file_that_never_ends_to_be_read_is_given_up(
    reader: ConfinedReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr(confined, "_SECONDS_FOR_ANY_FILE", 1)
    assert _refusal(reader, Job(pipe, tmp_path / "copy")) == "file.too_slow"
    assert _reads_a_sound_file(reader, tmp_path)


def test_a_file_that_takes_too_much_of_the_processor_is_given_up(
    reader: ConfinedReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "_SECONDS_FOR_ANY_FILE", 1)
    monkeypatch.setattr(confined, "_BYTES_A_SECOND", 10**12)
    many_quotes = b"a,b\n" + b'1,"x""y"\n' * 200 + b'2,"open\n' * 1_600_000
    assert _refusal(reader, _job(tmp_path, many_quotes)) in {"file.crashed", "file.too_slow"}
    monkeypatch.undo()
    assert _reads_a_sound_file(reader, tmp_path)


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    wide = b",".join(b"column_%d" % number for number in range(400_000)) + b"\n"
    with confined_reader(memory_limit=64 << 20) as starved:
        assert _refusal(starved, _job(tmp_path, wide * 3)) == "file.crashed"


def test_a_process_that_dies_between_two_files_costs_none(
    reader: ConfinedReader, tmp_path: Path
) -> None:
    assert _reads_a_sound_file(reader, tmp_path)
    process = reader._running()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert _reads_a_sound_file(reader, tmp_path)


def test_a_process_killed_while_it_reads_costs_no_file(
    reader: ConfinedReader, tmp_path: Path
) -> None:
    """A machine short of memory kills what is large; the file is read once more."""
    assert _reads_a_sound_file(reader, tmp_path)
    process = reader._running()
    os.kill(process.pid, signal.SIGSTOP)  # it has the question, and no answer yet
    later = threading.Timer(0.2, os.kill, (process.pid, signal.SIGKILL))
    later.start()
    assert _reads_a_sound_file(reader, tmp_path)
    later.join()
    assert reader._running().pid != process.pid


def test_the_deployment_key_is_not_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIGGERSCAPE_KEY", "ab" * 32)
    with confined_reader() as opened:
        assert _reads_a_sound_file(opened, tmp_path)
        inherited = Path(f"/proc/{opened._running().pid}/environ").read_bytes()
    assert b"ab" * 32 not in inherited
