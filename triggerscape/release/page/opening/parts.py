"""The parts of the opening: tiles, lines about changes, and questions to ask next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """One number at a glance: what it is, its range, who is behind it and what it was before."""

    label: str
    value: str
    unit: str
    subject: str
    lines: tuple[str, ...]
    anchor: str
    """The figure that shows more; empty where no figure does."""


@dataclass(frozen=True)
class Step:
    """One thing to look at next, and the figure that shows it; no figure where nothing does."""

    topic: str
    sentence: str
    anchor: str = ""


@dataclass(frozen=True)
class Opening:
    """Everything over the figures."""

    tiles: tuple[Tile, ...]
    changes: tuple[str, ...]
    steps: tuple[Step, ...]
