"""The parts of a page: figures with a question, a reading, charts and the numbers behind them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """One chart of a figure: a heading, who is behind it, and the drawing."""

    heading: str
    svg: str


@dataclass(frozen=True)
class NumberTable:
    """The numbers of a figure as text; the first cell of a row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """One question, answered by a sentence, charts and a table."""

    anchor: str
    question: str
    reading: str
    how_to_read: str
    panels: tuple[Panel, ...]
    numbers: NumberTable
