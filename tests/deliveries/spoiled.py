"""One line of the catalogue: what a site sends, what becomes of its rows, by which rule."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spoiled:
    """One delivery. ``account`` reads: rows in = accepted + quarantined + duplicates."""

    site: str
    what: str
    files: dict[str, bytes]
    account: str
    rules: set[str] = field(default_factory=set)
    profile: str = ""


def diary(
    site: str, what: str, data: bytes, account: str, *, rule: str = "", profile: str = ""
) -> Spoiled:
    """A delivery of one diary.csv; several rules with blanks between."""
    return Spoiled(site, what, {"diary.csv": data}, account, set(rule.split()), profile)
