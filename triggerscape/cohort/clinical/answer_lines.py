"""Questionnaires on lines of their own: one for each item and one for the total."""

from __future__ import annotations

import polars as pl

ITEMS = {"hit6": 6, "midas": 5}
NAMES = tuple(
    f"{instrument}_{answer}"
    for instrument, items in ITEMS.items()
    for answer in (*(f"item_{number}" for number in range(1, items + 1)), "total")
)
PLACES = {name: place for place, name in enumerate(NAMES)}
_ITEM_COLUMNS = tuple(f"item_{number}" for number in range(1, max(ITEMS.values()) + 1))
_KEY = ("person_key", "completed_on", "instrument")


def answer_lines(questionnaire: pl.DataFrame) -> pl.DataFrame:
    """Person, day, instrument, name (hit6_item_1, …, hit6_total) and value of every answer.

    By person, day and instrument; the items in order, then the total.
    """
    values = [name for name in ("total", *_ITEM_COLUMNS) if name in questionnaire.columns]
    rows = questionnaire.select(*_KEY, *(pl.col(name).cast(pl.Int64) for name in values))
    lines = rows.unpivot(on=values, index=_KEY, variable_name="answer").drop_nulls("value")
    named = lines.with_columns(name=pl.col("instrument") + "_" + pl.col("answer"))
    place = pl.col("name").replace_strict(PLACES, return_dtype=pl.Int64)
    return named.select(*_KEY, "name", "value").sort(*_KEY, place)
