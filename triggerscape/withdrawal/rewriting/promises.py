"""The manifest of a delivery after one of its files was rewritten: what it says is true again."""

from __future__ import annotations

import json
import os
import re
import shutil
from typing import TYPE_CHECKING

from triggerscape.delivery.inbox import MANIFEST
from triggerscape.delivery.sent_names import DELETED_FOLDER, sent_name

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.withdrawal.journal import Replacement


def mend_manifest(file: Path, done: Replacement) -> None:
    """Let the manifest beside a delivered file promise what the file is now, or no longer name it.

    Does nothing where there is no manifest, or where it did not tell of the file as it was: what
    was false before stays false.
    """
    folder = file.parent.parent if file.parent.name == DELETED_FOLDER else file.parent
    manifest = folder / MANIFEST
    if manifest.is_symlink() or not manifest.is_file():
        return
    text = manifest.read_text(encoding="utf-8-sig")
    try:
        told = json.loads(text)
        entries = [
            entry
            for entry in told["files"]
            if entry["name"] == sent_name(file) and entry["sha256"].lower() == done.old_sha256
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    for entry in entries:
        if not done.ready:
            told["files"].remove(entry)
            continue
        entry["sha256"], entry["rows"] = done.new_sha256, done.rows
        if "bytes" in entry:
            entry["bytes"] = done.size
    if entries:
        indent = re.search(r"\n( +)", text)
        replace_delivered(
            manifest, json.dumps(told, indent=len(indent[1]) if indent else None).encode()
        )


def replace_delivered(target: Path, content: bytes | Path) -> None:
    """Put a content in the place of a delivered file: whole or not at all, its times as they were.

    The name it grows under is that of a partial copy, for which a run would wait.
    """
    partial = target.with_name(f".{target.name}.partial")
    if isinstance(content, bytes):
        partial.write_bytes(content)
    else:
        shutil.copyfile(content, partial)
    shutil.copystat(target, partial)
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.replace(target)
