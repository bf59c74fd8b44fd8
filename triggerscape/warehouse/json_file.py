"""A private JSON file that appears whole or not at all."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from triggerscape.warehouse.lake import partial_of

if TYPE_CHECKING:
    from pathlib import Path


def write_json(target: Path, told: Any) -> None:
    """Put what is told in the place of the old file; safe on the disk once this returns."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = partial_of(target)
    with partial.open("w", encoding="utf-8") as file:
        json.dump(told, file, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    partial.chmod(0o600)
    partial.replace(target)
