"""A table and a share as the measured pages write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def markdown_table(head: str, rows: Iterable[Sequence[str]]) -> list[str]:
    """Its lines; ``head`` holds the names of the columns between bars."""
    names = head.split("|")
    return [
        f"| {' | '.join(names)} |",
        "|---" * len(names) + "|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def share(part: float) -> str:
    """A share in per cent with a decimal where it has one."""
    return f"{100 * part:.1f}%".replace(".0%", "%")
