"""The columns of frames that hold cells."""

from __future__ import annotations

CELL, ROW, SITE, DAY, NAME, COUNT = "cell", "row", "site", "day", "name", "count"
WHOLE, PART, LINE = "whole", "part", "line"


def cell_column(count: str) -> str:
    """The column of ``Placed.tables`` that numbers the group of people a count is of."""
    return f"{CELL}:{count}"
