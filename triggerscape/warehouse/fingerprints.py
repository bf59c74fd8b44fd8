"""Fingerprints: what lets a step be skipped because nothing it depends on has changed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from triggerscape.warehouse.statements import sql_folder


def fingerprint(*parts: str) -> str:
    """32 hexadecimal digits over the parts; their borders count."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()[:32]


@cache
def code_fingerprint(*folders: str) -> str:
    """A fingerprint of every line of our Python and SQL in these folders; of all without any.

    What a result depends on besides data. Files are read once a process.
    """
    root = Path(__file__).resolve().parents[2]
    chosen = folders or ("triggerscape", "models", "expectations", "flows")
    files = sorted({path for folder in chosen for path in (root / folder).rglob("*.py")})
    if not folders:
        # Examples are for people to ask: they make nothing.
        files += sorted(
            path for path in sql_folder().rglob("*.sql") if path.parent.name != "examples"
        )
    return fingerprint(*(f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in files))
