"""A score asked on another scale than the contract's, as the straight line between the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triggerscape.contract.language import Column


@dataclass(frozen=True)
class Line:
    """``number * multiply + add``."""

    multiply: float
    add: float


def line_between(column: Column, low: float, high: float, *, turned: bool) -> Line:
    """The line that takes the site's ends to the contract's, crosswise when the scale is turned.

    ValueError when the contract gives the column no two ends.
    """
    if column.low is None or column.high is None:
        raise ValueError(f"{column.name} has no scale")
    slope = (column.high - column.low) / (high - low)
    if turned:
        return Line(-slope, column.high + slope * low)
    return Line(slope, column.low - slope * low)


def has_scale(column: Column) -> bool:
    """True for a score, a number between two ends that stand for least and most."""
    return column.unit == "{score}" and column.low is not None and column.high is not None
