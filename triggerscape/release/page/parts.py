"""The parts of a page: figures with a question, a reading, charts and the numbers behind them."""

from __future__ import annotations

from dataclasses import dataclass

from triggerscape.release.page.charts.drawing import Drawing

SITE_HEAD = "Site"
"""The head of a column of sites, in every table of the page."""
SMALL_PIXELS = 200.0
"""Panels narrower than this stand close together, with small headings."""


@dataclass(frozen=True)
class Panel:
    """One chart of a figure: a heading, who is behind it, the drawing, and the site if it is one's.

    The page marks a panel of a site when a reader picks the site.
    """

    heading: str
    drawing: Drawing
    site: str = ""


@dataclass(frozen=True)
class NumberTable:
    """The numbers of a figure as text; the first cell of a row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def site_of(self, row: tuple[str, ...]) -> str:
        """The site a row is about: what stands in the column headed Site; empty without one."""
        return row[self.heads.index(SITE_HEAD)] if SITE_HEAD in self.heads else ""


@dataclass(frozen=True)
class Figure:
    """One question, answered by a sentence, charts and a table."""

    anchor: str
    question: str
    reading: str
    how_to_read: str
    panels: tuple[Panel, ...]
    numbers: NumberTable

    @property
    def is_small(self) -> bool:
        """True for a figure of many small panels."""
        return all(panel.drawing.width < SMALL_PIXELS for panel in self.panels)
