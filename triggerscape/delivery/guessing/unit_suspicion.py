"""Guesses at units and scales, from what a typical value would have to mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.instruments import INSTRUMENTS
from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.guessing.number_forms import numbers
from triggerscape.delivery.profiles.conversions import MEAN_ITEM, has_scale, units_of

if TYPE_CHECKING:
    from triggerscape.contract.language import Column, Table
    from triggerscape.delivery.guessing.headers import Matched

FEWEST_NUMBERS = 20
_NEARLY_ALL = 0.95
# Where the median of many days must lie, in the contract's unit. Wide: only units are told apart.
_TYPICAL: dict[str, tuple[float, float]] = {
    "sleep_hours": (4, 12),
    "sitting_hours": (1, 18),
    "screen_hours": (0.5, 18),
    "water_ml": (400, 6000),
    "caffeine_mg": (30, 1000),
    "exercise_min": (5, 300),
}


def unit_guesses(
    sample: pl.DataFrame, matched: Matched, table: Table, written: list[Guess]
) -> list[Guess]:
    """Units and scales that differ from the contract's, or that only a person can tell."""
    guesses = []
    for name, header in matched.headers.items():
        column = table.column(name)
        if not column.kind.is_number:
            continue
        found = numbers(sample[header], written).drop_nulls()
        place = f"columns.{table.short_name}.{name}"
        guesses += _unit(column, found, matched.units.get(name, ""), place)
        if has_scale(column) and len(found) >= FEWEST_NUMBERS:
            guesses += _scale(column, found, place)
    return guesses


def mean_item_guesses(sample: pl.DataFrame, matched: Matched, written: list[Guess]) -> list[Guess]:
    """The scale of a total whose HIT-6 rows lie between the points of one item; a sum cannot.

    Nothing where the sample has no instrument or no total, or too few rows of HIT-6.
    """
    headers = matched.headers
    if not {"instrument", "total"} <= set(headers):
        return []
    instrument = sample[headers["instrument"]].str.to_lowercase().str.replace_all(r"[^a-z0-9]", "")
    is_hit6 = (instrument == "hit6").fill_null(value=False)
    totals = numbers(sample[headers["total"]].filter(is_hit6), written).drop_nulls()
    points = INSTRUMENTS["hit6"].points
    means = totals.is_between(points[0], points[-1]).sum()
    if len(totals) < FEWEST_NUMBERS or means < _NEARLY_ALL * len(totals):
        return []
    seen = (
        f"{means} of {len(totals)} HIT-6 totals lie from {points[0]} to {points[-1]}, as the mean "
        "of six items does; a sum begins at 36"
    )
    return [Guess("columns.questionnaire.total.scale", MEAN_ITEM, seen)]


def _unit(column: Column, found: pl.Series, told: str, place: str) -> list[Guess]:
    units = units_of(column)
    ours = next((unit for unit, factor in units.items() if factor == 1), "")
    fitting, seen = _fitting(column, found)
    if told and told != ours:
        agrees = not fitting or told in fitting
        said = f"the header ends in its unit{f'; {seen}' if seen else ''}"
        return [Guess(f"{place}.unit", told, said, is_open=not agrees)]
    if not seen or ours in fitting:
        return []
    if not fitting:
        return [Guess(f"{place}.unit", ours, f"{seen}, which fits no unit we know", is_open=True)]
    said = f"{seen}, so not {ours}"
    if len(fitting) > 1:
        return [
            Guess(f"{place}.unit", fitting[0], f"{said}: {' or '.join(fitting)}?", is_open=True)
        ]
    return [Guess(f"{place}.unit", fitting[0], said)]


def _fitting(column: Column, found: pl.Series) -> tuple[list[str], str]:
    """The units in which the typical number makes sense, and what was seen; empty if too few."""
    units = units_of(column)
    if column.name in _TYPICAL:
        low, high = _TYPICAL[column.name]
        found = found.filter(found > 0)
        typical, word = found.median(), "the median"
    elif has_scale(column):
        low, high = 0.0, 10.0
        typical, word = found.quantile(0.95), "the number that 19 in 20 stay below"
    else:
        return [], ""
    if not units or len(found) < FEWEST_NUMBERS or not isinstance(typical, int | float):
        return [], ""
    fitting = [unit for unit, factor in units.items() if low <= typical * factor <= high]
    return fitting, f"{word} of {len(found)} numbers is {typical:g}"


def _scale(column: Column, found: pl.Series, place: str) -> list[Guess]:
    """A score: was it asked between other ends, and is its best end the contract's?"""
    ends = (float(column.low or 0), float(column.high or 0))
    low, high = found.min(), found.max()
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return []
    is_whole = bool((found == found.round()).all())
    if is_whole and ends == (0, 10) and low >= 1 and high <= 5:
        seen = f"all {len(found)} numbers are whole and from 1 to 5; the contract's go to 10"
        return [Guess(f"{place}.scale", {"low": 1, "high": 5}, seen, is_open=True)]
    if "best" in column.meaning and ends[0] <= low <= high <= ends[1]:
        seen = f"{column.meaning}: no file says which end the site calls best"
        return [Guess(f"{place}.reverse", [int(ends[0]), int(ends[1])], seen, is_open=True)]
    return []
