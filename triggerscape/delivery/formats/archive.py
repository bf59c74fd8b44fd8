"""Packed files: one gzip stream, or a zip with one plain file in it, unpacked as it is read."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from triggerscape.delivery.refusals import MOST_UNPACKED_BYTES, FileRefused

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import WriteableBuffer

_BUFFER = 1 << 20
_IS_ENCRYPTED = 0x1
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What macOS packs beside every file.
_LEFT_BY_MACOS = ("__MACOSX/", ".DS_Store")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"PAR1", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf")
_TAR, _TAR_PLACE = b"ustar", 257
_ZIP_FAULTS = (zipfile.BadZipFile, RuntimeError, OSError, ValueError)
# EOFError: cut. OSError: wrong checksum, or bytes behind the end that are no further member.
_STREAM_FAULTS = (EOFError, zlib.error, *_ZIP_FAULTS)


class _CountedStream(io.RawIOBase):
    """Unpacked bytes, counted while they are read; a fault of the stream is a refusal."""

    def __init__(
        self, stream: gzip.GzipFile | IO[bytes], most_bytes: int, fault: FileRefused
    ) -> None:
        self._stream = stream
        self._left = most_bytes
        self._fault = fault

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            chunk = self._stream.read(len(view))
        except _STREAM_FAULTS:
            raise self._fault from None
        self._left -= len(chunk)
        if self._left < 0:
            raise FileRefused("file.too_large", "unpacked, the file is larger than we take")
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_gzip(source: Path, most_bytes: int) -> io.BufferedReader:
    """The unpacked bytes of a gzip file, of as many members as it has.

    Raises FileRefused, at once or while the stream is read: file.gzip for a cut stream or a wrong
    checksum, file.too_large beyond ``most_bytes``, file.archive for a packed file inside.
    """
    fault = FileRefused("file.gzip", "the gzip stream is cut or damaged")
    return _plain_inside(_CountedStream(gzip.open(source), most_bytes, fault))


def open_zip_member(
    source: Path, most_bytes: int = MOST_UNPACKED_BYTES
) -> tuple[str, io.BufferedReader]:
    """The name and the unpacked bytes of the one file in a zip.

    Folders and what macOS adds do not count. Raises FileRefused, at once or while the stream is
    read: file.archive for none or several files, a name that leads elsewhere, a link, a password,
    a packed file inside or damage; file.too_large beyond ``most_bytes``.
    """
    fault = _refused("the zip archive is damaged")
    try:
        archive = zipfile.ZipFile(source)
        member = _only_member(archive)
        stream = archive.open(member)
    except _ZIP_FAULTS:
        raise fault from None
    return member.filename, _plain_inside(_CountedStream(stream, most_bytes, fault))


def is_workbook(source: Path) -> bool:
    """True for a zip that is an office document: it lists the types of its parts."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
    except _ZIP_FAULTS:
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if not _is_beside_the_point(info)]
    if len(members) != 1:
        held = f"{len(members)} files" if members else "no file"
        raise _refused(f"the archive holds {held}; one is taken")
    member = members[0]
    if _leads_elsewhere(member.filename):
        raise _refused("the name inside the archive leads out of its folder")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise _refused("the archive holds a link instead of a file")
    if member.flag_bits & _IS_ENCRYPTED:
        raise _refused("the archive is locked with a password")
    if member.compress_type not in _READABLE:
        raise _refused("the archive is packed in a way that is not plain zip (deflate)")
    return member


def _is_beside_the_point(info: zipfile.ZipInfo) -> bool:
    return info.is_dir() or info.filename.startswith(_LEFT_BY_MACOS)


def _leads_elsewhere(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _plain_inside(counted: _CountedStream) -> io.BufferedReader:
    stream: io.BufferedReader = io.BufferedReader(counted, _BUFFER)
    start = stream.peek(_TAR_PLACE + len(_TAR))
    if start.startswith(_PACKED) or start[_TAR_PLACE:].startswith(_TAR):
        raise _refused("a packed file lies inside the packed file; send the inner one itself")
    return stream


def _refused(sentence: str) -> FileRefused:
    return FileRefused("file.archive", sentence)
