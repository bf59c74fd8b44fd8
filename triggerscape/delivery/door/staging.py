"""Bytes first: every file is copied under its fingerprint before anything looks inside."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.refusals import MOST_BYTES, FileRefused
from triggerscape.delivery.sent_names import sent_name

if TYPE_CHECKING:
    from io import RawIOBase
    from pathlib import Path
    from typing import BinaryIO

_CHUNK = 1 << 22
# Letters of any script, digits and a few marks; no pattern, path, e-mail address or control sign.
_NAME = re.compile(r"\w[\w .()+,=-]{0,119}")


@dataclass(frozen=True)
class StagedFile:
    """A private, read-only copy of a delivered file."""

    name: str
    sha256: str
    path: Path


def stage(source: Path, vault: Path) -> StagedFile:
    """Copy a file into the vault under its sha256. Symbolic links are not followed.

    Raises FileRefused for a name we do not take, for a link or anything else that is no plain
    file, for an empty file and for one larger than MOST_BYTES.
    """
    if not _NAME.fullmatch(source.name):
        raise FileRefused("file.name", "the name of the file has characters we do not take")
    if source.is_symlink():
        raise FileRefused("file.link", "the file is a link to another place; send the file itself")
    folder = vault / "staged"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / ".partial"
    partial.unlink(missing_ok=True)  # what a killed run left may not be written to
    # A pipe would keep the reader waiting for ever: it is opened without waiting, then refused.
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb", buffering=0) as read, partial.open("wb") as written:
        _refuse_odd_files(os.fstat(read.fileno()))
        sha256 = _copied(read, written)
    target = folder / sha256
    partial.chmod(0o400)
    partial.replace(target)
    return StagedFile(sent_name(source), sha256, target)


def _copied(read: RawIOBase, written: BinaryIO) -> str:
    """Copy all there is; its sha256, reckoned in a thread while the next part is read."""
    digest = hashlib.sha256()
    with ThreadPoolExecutor(max_workers=1) as beside:
        reckoned = None
        while chunk := read.read(_CHUNK):
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
