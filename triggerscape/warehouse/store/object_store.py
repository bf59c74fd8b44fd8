"""A store of objects: list, get, put and delete, and nothing else is asked of it.

Any address that Arrow reads will do: s3://, gs://, abfs://, or a folder as file://. Who may use a
store is told by its own environment (AWS_ACCESS_KEY_ID and its like), never by the address.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyarrow import ArrowInvalid, NativeFile
from pyarrow.fs import FileSelector, FileSystem, FileType

from triggerscape.errors import SettingsError, TriggerscapeError
from triggerscape.faults.kinds import NO_QUOTA, NO_ROOM, READ_ONLY, TOO_LONG, TOO_MANY_OPEN
from triggerscape.faults.recognising import fault_in

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK = 1 << 20
# Arrow begins an upload of many parts for every object, three requests, unless it may wait.
_ONE_REQUEST = "allow_delayed_open=true"
# A disk has folders, which must be there before a file; a store of objects has none.
_HAS_FOLDERS = frozenset({"local", "hdfs"})
# What asking again would not mend: our own disk, or a store that is a folder.
_NOT_THE_STORE = (NO_ROOM, NO_QUOTA, TOO_LONG, READ_ONLY, TOO_MANY_OPEN)
_AGAIN = "see that the address, the network and the rights of docs/guides/operate-at-scale.md hold"
_ALL_ANEW = "delete current.json of that store, then triggerscape run: everything is put there anew"


@dataclass(frozen=True)
class ObjectStore:
    """Objects by name below one address. Every object appears whole, or not at all.

    ``files`` is Arrow's way into the store, ``root`` what it calls the place of the objects.
    """

    address: str
    files: FileSystem
    root: str

    @property
    def place(self) -> str:
        """The address as people name it, without how it is reached."""
        return self.address.split("?")[0]

    def path(self, name: str) -> str:
        """What Arrow calls an object."""
        return f"{self.root.rstrip('/')}/{name}"

    def read(self, name: str) -> bytes | None:
        """The bytes of a small object; None when there is none of that name."""
        with self._reached(name):
            try:
                with self.files.open_input_stream(self.path(name)) as stream:
                    return bytes(stream.read())
            except FileNotFoundError:
                return None

    def fetch(self, name: str, sha256: str, target: Path) -> None:
        """Copy an object into a file.

        TriggerscapeError where there is none of that name, or its bytes have another sha256: then
        the file is not what it should be.
        """
        digest = hashlib.sha256()
        with target.open("wb") as file:
            for chunk in self._chunks(name):
                digest.update(chunk)
                file.write(chunk)
        if digest.hexdigest() != sha256:
            raise other_bytes(name)

    def put(self, name: str, text: str) -> None:
        """Put a small object in the place of any other of that name."""
        with self._written(name) as stream:
            stream.write(text.encode())

    def put_file(self, name: str, file: Path) -> None:
        """Put the bytes of a file in the place of any object of that name."""
        with file.open("rb") as source, self._written(name) as stream:
            while chunk := source.read(_CHUNK):
                stream.write(chunk)

    def names(self, folder: str) -> list[str]:
        """The objects whose names begin with ``folder/``, in order."""
        base = self.path("")
        with self._reached(folder):
            asked = FileSelector(self.path(folder), recursive=True, allow_not_found=True)
            found = self.files.get_file_info(asked)
        return sorted(one.path.removeprefix(base) for one in found if one.type == FileType.File)

    def delete(self, name: str) -> None:
        """Delete an object; one that is not there is no error."""
        with self._reached(name):
            try:
                self.files.delete_file(self.path(name))
            except FileNotFoundError:
                return

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._reached(name), self.files.open_input_stream(self.path(name)) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    @contextmanager
    def _written(self, name: str) -> Iterator[NativeFile]:
        with self._reached(name):
            if self.files.type_name in _HAS_FOLDERS:
                self.files.create_dir(self.path(name).rpartition("/")[0], recursive=True)
            with self.files.open_output_stream(self.path(name)) as stream:
                yield stream

    @contextmanager
    def _reached(self, name: str) -> Iterator[None]:
        """Say what failed by its kind: the text of a library's error may hold more than that."""
        try:
            yield
        except FileNotFoundError:
            raise lacking(self, name) from None
        except OSError as error:
            found = fault_in(error)
            if found and found.kind in _NOT_THE_STORE:
                raise
            told = re.search(r"AWS Error ([A-Z_]+)|(HTTP status \d+)", str(error))
            kind = told[0] if told else type(error).__name__
            raise TriggerscapeError(
                "E181",
                f"the store does not answer, or does not let us in: {kind}",
                where=f"{self.place}, {name}",
                fix=_AGAIN,
            ) from None


def open_store(address: str) -> ObjectStore:
    """The store at an address; nobody is asked yet. SettingsError where Arrow cannot read it."""
    asked = address
    if address.startswith("s3://"):
        asked += ("&" if "?" in address else "?") + _ONE_REQUEST
    try:
        return ObjectStore(address, *FileSystem.from_uri(asked))
    except (ArrowInvalid, OSError):
        raise SettingsError(
            "E180",
            "Arrow cannot read the address of the store",
            where="scale.store in triggerscape.toml",
            fix='write it as in "s3://bucket/folder?region=eu-central-1"',
        ) from None


def lacking(store: ObjectStore, name: str) -> TriggerscapeError:
    """The error of an object that should be there and is not."""
    return TriggerscapeError(
        "E182",
        "an object is not in the store",
        where=f"{store.place}, {name}",
        fix=_ALL_ANEW,
    )


def other_bytes(name: str) -> TriggerscapeError:
    """The error of an object that is not what was put."""
    return TriggerscapeError(
        "E183", "an object has other bytes than were put", where=name, fix=_ALL_ANEW
    )
