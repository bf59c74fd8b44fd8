"""Small tables whose heads are written short, so that a wide table still fits a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def speller(heads: Mapping[str, str]) -> Callable[[str], str]:
    """What spells out the short heads of a table; a head that is not among ``heads`` stays."""

    def spelt(text: str) -> str:
        lines = [line.strip() for line in text.strip().splitlines()]
        names = (name.strip() for name in lines[0].split("|"))
        return "\n".join([" | ".join(heads.get(name, name) for name in names), *lines[1:]])

    return spelt
