"""Bytes first: every file is copied under its fingerprint before anything looks inside."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.growing import is_open_for_writing
from triggerscape.delivery.refusals import MOST_BYTES, FileRefused
from triggerscape.delivery.sent_names import sent_name

if TYPE_CHECKING:
    from io import RawIOBase
    from pathlib import Path
    from typing import BinaryIO

_CHUNK = 1 << 22
# Letters of any script, digits and a few marks; no pattern, path, e-mail address or control sign.
_NAME = re.compile(r"\w[\w .()+,=-]{0,119}")
_CHANGED = "the file changed while it was copied"
# What no file can help: this process may open no more.
OURS = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
# What opening says of a file that was taken away, or replaced by a link or a socket.
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)


class SourceUnreadable(OSError):
    """A delivered file cannot be read where it lies: a trouble of its site, not of our disk."""


@dataclass(frozen=True)
class StagedFile:
    """A private, read-only copy of a delivered file."""

    name: str
    sha256: str
    path: Path


def stage(source: Path, vault: Path) -> StagedFile:
    """Copy a file into the vault under its sha256. Symbolic links are not followed.

    The bytes of a copy are those the file had at one moment, or there is no copy.

    Raises FileRefused for a name we do not take, for a link or anything else that is no plain
    file, for an empty file and for one larger than MOST_BYTES; file.growing for one that changed,
    or went away, while it was copied. SourceUnreadable where its bytes cannot be had.
    """
    if not _NAME.fullmatch(source.name):
        raise FileRefused("file.name", "the name of the file has characters we do not take")
    if source.is_symlink():
        raise FileRefused("file.link", "the file is a link to another place; send the file itself")
    folder = vault / "staged"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / ".partial"
    partial.unlink(missing_ok=True)  # what a killed run left may not be written to
    with _opened(source) as read, partial.open("wb") as written:
        before = os.fstat(read.fileno())
        _refuse_odd_files(before)
        sha256 = _copied(read, written, source)
        _refuse_changed(source, before, os.fstat(read.fileno()))
    target = folder / sha256
    partial.chmod(0o400)
    partial.replace(target)
    return StagedFile(sent_name(source), sha256, target)


def _opened(source: Path) -> RawIOBase:
    """A pipe would keep the reader waiting for ever: it is opened without waiting, then refused."""
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in _GONE:
            raise FileRefused("file.growing", _CHANGED) from None
        raise _of_source(error, source) from None
    return os.fdopen(descriptor, "rb", buffering=0)


def _refuse_changed(source: Path, before: os.stat_result, after: os.stat_result) -> None:
    """FileRefused where somebody is at work on the file: asked first, since he may just end."""
    if is_open_for_writing(source):
        raise FileRefused("file.growing", _CHANGED)
    try:
        there = source.lstat()
    except FileNotFoundError:
        raise FileRefused("file.growing", _CHANGED) from None
    if not _state(before) == _state(after) == _state(there):
        raise FileRefused("file.growing", _CHANGED)


def _state(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _of_source(error: OSError, source: Path) -> OSError:
    """The error as one of the site's file; as it is where this process may open no more."""
    if error.errno in OURS:
        return error
    return SourceUnreadable(error.errno, error.strerror, str(source))


def _read_chunk(read: RawIOBase, source: Path) -> bytes:
    try:
        return read.read(_CHUNK) or b""
    except OSError as error:
        raise _of_source(error, source) from None


def _copied(read: RawIOBase, written: BinaryIO, source: Path) -> str:
    """Copy all there is; its sha256, reckoned in a thread while the next part is read."""
    digest = hashlib.sha256()
    with ThreadPoolExecutor(max_workers=1) as beside:
        reckoned = None
        while chunk := _read_chunk(read, source):
            if reckoned is not None:
                reckoned.result()
            reckoned = beside.submit(digest.update, chunk)
            written.write(chunk)
            if written.tell() > MOST_BYTES:
                raise FileRefused("file.too_large", "the file is larger than we take")
    return digest.hexdigest()


def _refuse_odd_files(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise FileRefused("file.link", "it is no plain file; send the file itself")
    if found.st_size == 0:
        raise FileRefused("file.empty", "the file is empty")
    if found.st_size > MOST_BYTES:
        raise FileRefused("file.too_large", "the file is larger than we take")
