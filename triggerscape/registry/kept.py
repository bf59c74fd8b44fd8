"""Versions of models on disk: written whole or not at all, read back only with their digests."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from triggerscape.errors import TriggerscapeError
from triggerscape.release.durable import sync_folder, sync_tree
from triggerscape.warehouse.json_file import write_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DIGESTS = "digests.json"
ORDER = "versions.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class KeptModel:
    """One version of a model as it lies on disk: the bytes of each file, their digests checked."""

    model_id: str
    version: str
    files: Mapping[str, bytes]

    def told(self, name: str) -> Any:
        """What a JSON file of the version says."""
        return json.loads(self.files[name])


def models_folder(home: Path) -> Path:
    """Where a workspace keeps its models: ``<home>/models``, private to its owner."""
    return home / "models"


def keep_version(home: Path, model_id: str, version: str, files: Mapping[str, bytes]) -> Path:
    """Write ``models/<model_id>/<version>/`` and make it the newest version; gives back its folder.

    The files are written aside, put on the disk and renamed; the order of versions is written last,
    so that a run killed in between leaves the newest version what it was. A version that is there
    already stays as it is and becomes the newest again.

    Raises:
        TriggerscapeError: a name is not plain, or the version is there with other bytes.
    """
    for name in (model_id, version, *files):
        if not _NAME.fullmatch(name) or name in (DIGESTS, ORDER):
            raise TriggerscapeError("E720", f"a model cannot keep something called {name!r}")
    parent = models_folder(home) / model_id
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    models_folder(home).chmod(0o700)
    folder = parent / version
    if folder.exists():
        if dict(read_version(home, model_id, version).files) != dict(files):
            raise TriggerscapeError(
                "E721",
                f"version {version} of {model_id} is there with other bytes",
                where=str(folder),
                fix="the same inputs must give the same model: this is a fault of ours, report it",
            )
    else:
        _write_whole(folder, files)
    order = [known for known in versions_of(home, model_id) if known != version]
    write_json(parent / ORDER, {"versions": [*order, version]})
    return folder


def versions_of(home: Path, model_id: str) -> list[str]:
    """Every version of a model, the newest last; none where there is no such model."""
    file = models_folder(home) / model_id / ORDER
    if not file.is_file():
        return []
    return [str(version) for version in json.loads(file.read_text(encoding="utf-8"))["versions"]]


def read_version(home: Path, model_id: str, version: str | None = None) -> KeptModel:
    """The files of a version, the newest by default, each checked against its digest.

    TriggerscapeError where there is none, or where a file is missing, changed or not of it.
    """
    known = versions_of(home, model_id)
    chosen = version or (known[-1] if known else "")
    folder = models_folder(home) / model_id / chosen
    if not chosen or not _NAME.fullmatch(chosen) or not (folder / DIGESTS).is_file():
        raise TriggerscapeError(
            "E722",
            f"of the model {model_id} there is no version {chosen or 'at all'}",
            where=str(folder),
            fix="triggerscape run makes one of every model",
        )
    expected: dict[str, str] = json.loads((folder / DIGESTS).read_text(encoding="utf-8"))
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != DIGESTS}
    wrong = sorted(
        name
        for name in {*expected, *found}
        if name not in found or _digest(found[name]) != expected.get(name)
    )
    if wrong:
        raise TriggerscapeError(
            "E723",
            f"not what was kept of {model_id}: {', '.join(wrong)}",
            where=str(folder),
            fix="do not use it: remove the folder and run again",
        )
    return KeptModel(model_id, chosen, found)


def _write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    aside = folder.with_name(f".{folder.name}.tmp-writing")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    digests = {name: _digest(content) for name, content in sorted(files.items())}
    written = {**files, DIGESTS: plain_json(digests)}
    for name, content in sorted(written.items()):
        path = aside / name
        path.write_bytes(content)
        path.chmod(0o600)
    sync_tree(aside)
    aside.rename(folder)
    sync_folder(folder.parent)


def plain_json(told: Any) -> bytes:
    """JSON for a person and for a digest: sorted, indented, one line end; NaN is refused."""
    text = json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
