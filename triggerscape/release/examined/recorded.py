"""Releases and the ledger of releases: every one that left is on record, in its order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from triggerscape.disclosure.chain.ledger import Entry, append, broken_links
from triggerscape.disclosure.gate.record import RECORD
from triggerscape.release.history import list_releases
from triggerscape.release.writers.checksums import NAME, checksum

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.release.history import Release


def record_releases(releases: Path, vault: Path) -> None:
    """Put every release that has a record of its examination at the end of the ledger, once.

    A run that was killed between a release and its line leaves the line to the next one.
    """
    for release in list_releases(releases):
        if (release.path / RECORD).is_file():
            append(vault, entry_of(release))


def entry_of(release: Release) -> Entry:
    """What the ledger holds of a release, read from its own files."""
    told = json.loads((release.path / RECORD).read_text(encoding="utf-8"))
    return Entry(
        release_id=release.release_id,
        run_id=release.run_id,
        code_version=release.code_version,
        sums_sha256=checksum(release.path / NAME),
        egress_sha256=told["egress_sha256"],
        threshold=told["threshold"],
        rounding_base=told["rounding_base"],
        mode=told["mode"],
        closed_through=release.closed_through.isoformat() if release.closed_through else "",
        restated=release.restated,
        attacks={
            name: {"tried": one["tried"], "succeeded": one["succeeded"]}
            for name, one in told["attacks"].items()
        },
        rows=told["rows"],
    )


def broken_record(releases: Path, vault: Path) -> list[str]:
    """What does not fit between the releases that stand and the ledger, one sentence each."""
    sums = {
        release.release_id: checksum(release.path / NAME)
        for release in list_releases(releases)
        if (release.path / RECORD).is_file()
    }
    return [f"release ledger: {fault}" for fault in broken_links(vault, sums)]
