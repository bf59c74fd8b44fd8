"""Fingerprints: what lets a step be skipped because nothing it depends on has changed."""

from __future__ import annotations

import hashlib
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


def code_fingerprint() -> str:
    """A fingerprint of every line of our Python and SQL: what a result depends on besides data."""
    package = Path(__file__).resolve().parents[1]
    rooms = [package, *(package.parent / room for room in ("models", "expectations", "flows"))]
    files = sorted({path for room in rooms for path in room.rglob("*.py")})
    files += sorted(sql_folder().rglob("*.sql"))
    return fingerprint(*(f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in files))
