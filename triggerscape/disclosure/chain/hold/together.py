"""Parts of one whole that must be carried over together.

What is hidden among parts was chosen so that it does not follow from the rest. That holds of
today's choice and of the earlier one, and may not hold of a mixture of the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.language import Role
from triggerscape.disclosure.chain.hold.places import PLACE, Place
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rule import names_with

if TYPE_CHECKING:
    from triggerscape.disclosure.egress.spec import Egress
    from triggerscape.disclosure.rule import Rule

WAS_SHOWN, IS_SHOWN, IS_RETIRED = "was_shown", "is_shown", "is_retired"


def hold_together(placed: pl.DataFrame, egress: Egress, rule: Rule) -> pl.DataFrame:
    """Rows with their places, more of them carried over where a mixture would tell too much.

    ``placed`` has the key, the place, whether each row was shown with numbers in the newest release
    and would be today, and whether a word of it is retired. Exact counts bear no mixture: parts are
    renewed together or not at all. Rounded ones do, unless a row carried over with its numbers is
    one that is hidden today: then the other parts of its wholes are carried over as well.
    """
    columns = sorted({parts.column for parts in egress.parts if parts.column})
    key = list(egress.table.key)
    place = pl.col(PLACE)
    if rule.mode is Mode.EXACT:
        stuck = place.is_in([Place.CARRIED, Place.WITHHELD])
        return _carry(placed, stuck, [name for name in key if name not in columns])
    if not columns or not names_with(egress.table, Role.ESTIMATE):
        return placed  # counts by themselves are protected by their rounding
    while True:
        before = placed[PLACE]
        stuck = (place == Place.CARRIED) & pl.col(WAS_SHOWN) & ~pl.col(IS_SHOWN)
        for column in columns:
            placed = _carry(placed, stuck, [name for name in key if name != column])
        # Rows carried over now may be stuck themselves; each round carries more, or is the last.
        if placed[PLACE].equals(before):
            return placed


def _carry(placed: pl.DataFrame, stuck: pl.Expr, line: list[str]) -> pl.DataFrame:
    """Carry over every row of the lines, rows alike in these keys, in which one is stuck."""
    place = pl.col(PLACE)
    carried = (
        pl.when(place == Place.RENEWED)
        .then(pl.lit(Place.CARRIED))
        .when((place == Place.GONE) & ~pl.col(IS_RETIRED))
        .then(pl.lit(Place.CARRIED))
        .when(place == Place.FIRST)
        .then(pl.lit(Place.WITHHELD))
        .otherwise(place)
    )
    is_held = stuck.any().over(line) if line else stuck.any()
    return placed.with_columns(pl.when(is_held).then(carried).otherwise(place).alias(PLACE))
