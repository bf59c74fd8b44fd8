"""What a reader knows of a count by itself: printed to a step, or hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from triggerscape.disclosure.egress.catalogue import egress_of, rule_of
from triggerscape.disclosure.egress.cell_names import CELL, COUNT, NAME
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray
    from triggerscape.disclosure.egress.placed import Placed
    from triggerscape.disclosure.rule import Rule

_LOW, _HIGH, _TOLD = "low", "high", "is_told"


def cell_bounds(
    placed: Placed, rule: Rule, slack: int = 0
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Lower and upper bound of every cell, and whether no row tells of it (k each).

    Where several rows print a cell, all of them hold. A print may be off by ``slack`` more than its
    rounding, either way. A row too shaky to be shown, ``u``, tells that a threshold of people or
    more are in its cells: else it would be ``c``.

    Raises:
        DisclosureRefused: they cannot all hold.
    """
    bounded = [
        _bounds(lines, rule_of(egress_of(str(table)).table, rule), slack)
        for (table,), lines in placed.cells.group_by("table", maintain_order=True)
    ]
    if not bounded:
        return np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_)
    by_cell = (
        pl.concat(bounded)
        .group_by(CELL)
        .agg(
            pl.col(_LOW).max(),
            pl.col(_HIGH).min(),
            pl.col(_TOLD).any(),
            pl.col(NAME).first(),
        )
        .sort(CELL)
    )
    apart = by_cell.filter(pl.col(_LOW) > pl.col(_HIGH))
    if apart.height:
        raise DisclosureRefused(
            "E435",
            f"{apart.height} groups of people have two numbers, as {apart[NAME][0]}",
            fix="Rows that count the same people must print the same number.",
        )
    return by_cell[_LOW].to_numpy(), by_cell[_HIGH].to_numpy(), ~by_cell[_TOLD].to_numpy()


def _bounds(lines: pl.DataFrame, rule: Rule, slack: int) -> pl.DataFrame:
    printed = pl.col(COUNT).cast(pl.Float64)
    is_printed = ((pl.col("status") == "ok") & printed.is_not_null()).fill_null(value=False)
    is_enough = tells_enough()
    threshold = float(rule.threshold)
    # The fewest ever printed stands for everything from the threshold up to it.
    low = (
        pl.when(printed - slack <= rule.fewest_shown)
        .then(threshold)
        .otherwise(printed - slack - rule.step // 2)
    )
    high = printed + slack + (rule.step - 1) // 2
    return lines.select(
        CELL,
        NAME,
        pl.when(is_printed).then(low).when(is_enough).then(threshold).otherwise(0.0).alias(_LOW),
        pl.when(is_printed).then(high).otherwise(float("inf")).alias(_HIGH),
        (is_printed | is_enough).alias(_TOLD),
    )


def tells_enough() -> pl.Expr:
    """True for a line of a row whose status alone tells that a threshold of people are in it."""
    return (pl.col("status") == "u").fill_null(value=False)
