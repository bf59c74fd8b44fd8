"""Units a column may be declared in: how many of the contract's unit one of the site's holds."""

from __future__ import annotations

from collections.abc import Mapping
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
