"""The guess that a HIT-6 total is the mean of its six items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.instruments import INSTRUMENTS
from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.guessing.number_forms import numbers
from triggerscape.delivery.guessing.unit_suspicion import FEWEST_NUMBERS
from triggerscape.delivery.profiles.conversions import MEAN_ITEM

if TYPE_CHECKING:
    from triggerscape.delivery.guessing.headers import Matched

_FEWEST_SHARE = 0.95


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
    if len(totals) < FEWEST_NUMBERS or means < _FEWEST_SHARE * len(totals):
        return []
    seen = (
        f"{means} of {len(totals)} HIT-6 totals lie from {points[0]} to {points[-1]}, as the mean "
        "of six items does; a sum begins at 36"
    )
    return [Guess("columns.questionnaire.total.scale", MEAN_ITEM, seen)]
