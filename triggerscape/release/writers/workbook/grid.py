"""What one sheet of the workbook shows: a title, lines under it, and one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Gap:
    """A cell without a value, and the shorthand that says why: ``[c]``."""

    shorthand: str


@dataclass(frozen=True)
class Link:
    """A cell that leads to the top of another sheet."""

    sheet: str


Cell = str | int | float | bool | date | Gap | Link
Look = Literal["text", "number", "date"]


@dataclass(frozen=True)
class GridColumn:
    """One column of a sheet: its head, its cells from top to bottom and how they look."""

    head: str
    cells: tuple[Cell, ...]
    look: Look = "text"
    number_format: str = ""


@dataclass(frozen=True)
class Grid:
    """One sheet with one table; ``lines`` stand between the title and the table."""

    name: str
    title: str
    description: str
    lines: tuple[str | Link, ...]
    columns: tuple[GridColumn, ...]

    @property
    def table_name(self) -> str:
        """The name of the table within the workbook; Excel allows no blanks in it."""
        return self.name.lower()

    @property
    def header_row(self) -> int:
        """The row of the heads, counted from 0: below the title and the lines."""
        return 1 + len(self.lines)

    @property
    def rows(self) -> int:
        """How many rows the table has below its heads."""
        return len(self.columns[0].cells)
