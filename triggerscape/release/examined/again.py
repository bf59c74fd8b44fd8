"""Attack a release that left, together with those before it: what verify does beyond reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.chain.kept import COUNTS, read_kept
from triggerscape.disclosure.chain.released import read_released
from triggerscape.disclosure.gate.examining import examine
from triggerscape.release.examined.recorded import broken_record
from triggerscape.release.history import list_releases, read_release

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.disclosure.attack.findings import Report


def attack_again(path: Path, releases: Path, vault: Path) -> Report:
    """The report of every attack on a stored release and all that left before it.

    With what the vault keeps of them the attackers know what there is to find; where something is
    missing there, they judge as readers do.
    """
    release = read_release(path)
    before = [
        one for one in list_releases(releases)
        if (one.as_of, one.number) < (release.as_of, release.number)
    ]  # fmt: skip
    kept = [read_kept(vault, one.release_id, COUNTS) for one in [*before, release]]
    earlier = [read_released(one.path) for one in before]
    return examine(read_released(path), earlier, kept if all(kept) else None)


def broken_since(releases: Path, vault: Path) -> list[str]:
    """What does not fit between the releases that stand and their ledger; empty without either."""
    return broken_record(releases, vault) if vault.is_dir() else []
