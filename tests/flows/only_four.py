"""A store in memory that can list, get, put and delete, and nothing else that a disk can."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from pyarrow.fs import FileInfo, FileSelector, FileSystemHandler, FileType, PyFileSystem

from triggerscape.warehouse.store.object_store import ObjectStore


class Refused(Exception):
    """Something was asked that a store of objects cannot do."""


@dataclass(eq=False)
class Objects(FileSystemHandler):
    """The objects by path. ``before`` is called before each request, and may raise."""

    held: dict[str, bytes] = field(default_factory=dict)
    before: Callable[[str, str], None] = lambda *_: None

    def get_type_name(self) -> str:
        return "memory"

    def normalize_path(self, path: str) -> str:
        return path

    def get_file_info_selector(self, selector: FileSelector) -> list[FileInfo]:
        self.before("list", selector.base_dir)
        inside = f"{selector.base_dir}/"
        return [
            FileInfo(path, FileType.File, size=len(data))
            for path, data in self.held.items()
            if path.startswith(inside)
        ]

    def open_input_stream(self, path: str) -> pa.PythonFile:
        self.before("get", path)
        if path not in self.held:
            raise FileNotFoundError(path)
        return pa.PythonFile(io.BytesIO(self.held[path]), mode="r")

    def open_output_stream(self, path: str, *_: object) -> pa.PythonFile:
        return pa.PythonFile(Upload(self, path), mode="w")

    def delete_file(self, path: str) -> None:
        self.before("delete", path)
        if self.held.pop(path, None) is None:
            raise FileNotFoundError(path)

    def _refuse(self, *_: Any) -> Any:
        raise Refused

    move = copy_file = create_dir = open_append_stream = open_input_file = _refuse
    delete_dir = delete_dir_contents = delete_root_dir_contents = get_file_info = _refuse


class Upload(io.BytesIO):
    """An object on its way: it appears whole when it is closed."""

    def __init__(self, objects: Objects, path: str) -> None:
        super().__init__()
        self._objects, self._path = objects, path

    def close(self) -> None:
        if not self.closed:
            self._objects.before("put", self._path)
            self._objects.held[self._path] = self.getvalue()
        super().close()


def only_four(objects: Objects | None = None) -> ObjectStore:
    """A store over these objects, or over none yet."""
    return ObjectStore("memory://lake", PyFileSystem(objects or Objects()), "lake")
