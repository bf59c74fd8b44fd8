"""Fingerprints: what lets a step be skipped because nothing it depends on has changed."""

from __future__ import annotations

import hashlib


def fingerprint(*parts: str) -> str:
    """32 hexadecimal digits over the parts; their borders count."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()[:32]
