"""SHA256SUMS: the fingerprint of every file of a release, in the format of sha256sum."""

from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> list[str]:
    """Every file below the folder but SHA256SUMS itself, relative, sorted."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if path != NAME)


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS over every file below the folder."""
    lines = [f"{checksum(folder / name)}  {name}\n" for name in files_of(folder)]
    (folder / NAME).write_text("".join(lines), encoding="utf-8")


def broken_checksums(folder: Path) -> list[str]:
    """What does not agree with SHA256SUMS: changed, missing and unlisted files."""
    sums = folder / NAME
    if not sums.is_file():
        return [f"{NAME} is missing"]
    listed = {
        name: digest
        for digest, name in (
            line.split("  ", 1) for line in sums.read_text(encoding="utf-8").splitlines()
        )
    }
    present = set(files_of(folder))
    return [
        *(f"{name} is missing" for name in sorted(set(listed) - present)),
        *(f"{name} is not listed in {NAME}" for name in sorted(present - set(listed))),
        *(
            f"{name} has changed"
            for name in sorted(present & set(listed))
            if checksum(folder / name) != listed[name]
        ),
    ]
