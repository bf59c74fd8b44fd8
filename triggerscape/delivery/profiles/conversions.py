"""Units and scales a number may be declared in, and how each becomes the contract's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triggerscape.contract.language import Column

# By the contract's unit. A cup is 240 mL as on food labels; an ounce is the US fluid ounce.
_BY_UNIT: Mapping[str, Mapping[str, float]] = {
    "h": {"h": 1.0, "min": 1 / 60, "s": 1 / 3600},
    "min": {"min": 1.0, "h": 60.0, "s": 1 / 60},
    "mL": {"ml": 1.0, "l": 1000.0, "oz": 29.5735295625, "cup": 240.0},
    "mg": {"mg": 1.0, "cup": 95.0},  # a cup of coffee
    "{unit}": {"unit_10g": 1.0, "us_drink": 1.4, "uk_unit": 0.8, "g": 0.1},
}
_SCORE_OF_TEN: Mapping[str, float] = {"nrs_0_10": 1.0, "vas_0_100": 0.1}


def units_of(column: Column) -> Mapping[str, float]:
    """The units a column may be declared in, each with its factor; empty when there are none."""
    if column.unit == "{score}" and (column.low, column.high) == (0, 10):
        return _SCORE_OF_TEN
    return _BY_UNIT.get(column.unit, {}) if column.kind.is_number else {}


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


# The word of a scale for a total that is the mean of its items, and of how many it is one.
MEAN_ITEM = "mean_item"
MEAN_OF = 6


def can_be_mean_item(column: Column) -> bool:
    """True for the total of questionnaires: sites send the mean of the six HIT-6 items in it."""
    return column.name == "total"
