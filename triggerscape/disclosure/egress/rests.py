"""The rest of a whole whose part a row prints: nobody prints it, and everybody can work it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from triggerscape.disclosure.egress.catalogue import egress_of
from triggerscape.disclosure.egress.cell_names import cell_column

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray
    from triggerscape.disclosure.egress.placed import Placed
    from triggerscape.disclosure.egress.spec import Egress
    from triggerscape.disclosure.rule import Rule

REST = "rest"


@dataclass(frozen=True)
class Rests:
    """Rests (r), each a cell after the ``n_printed`` cells that rows have a column for.

    ``whole`` and ``part`` are the cells it is the difference of.
    """

    names: tuple[str, ...]
    whole: IntArray
    part: IntArray
    n_printed: int

    @property
    def size(self) -> int:
        """Number of rests."""
        return len(self.names)

    def lines(self) -> tuple[IntArray, IntArray, IntArray]:
        """Line, cell and coefficient of: part + rest - whole = 0."""
        line = np.arange(self.size)
        one = np.ones(self.size, np.int64)
        cells = [self.part, self.n_printed + line, self.whole]
        return np.tile(line, 3), np.concatenate(cells), np.concatenate([one, one, -one])

    def bounds(
        self, low: FloatArray, high: FloatArray, is_hidden: BoolArray, rule: Rule
    ) -> tuple[FloatArray, FloatArray, BoolArray]:
        """The fewest and most people each rest can be, and whether nobody can tell it (r each).

        ``low``, ``high`` and ``is_hidden`` are of the cells that have a column. A row that prints
        whole and part has a threshold of people in the rest; printed as counted, they print it.
        """
        least = self.low(is_hidden, rule)
        most = np.maximum(least, high[self.whole] - low[self.part])
        told = (low[self.whole] == high[self.whole]) & (low[self.part] == high[self.part])
        return np.where(told, most, least), most, np.asarray(~told, dtype=np.bool_)

    def low(self, is_hidden: BoolArray, rule: Rule) -> FloatArray:
        """The fewest people each can be: a threshold, or both would not have been printed."""
        both = ~is_hidden[self.whole] & ~is_hidden[self.part]
        return np.where(both, float(rule.threshold), 0.0)


def rests_of_rows(placed: Placed) -> Rests:
    """Every rest of the tables, once for each pair of cells, in order."""
    found = [
        rows.select(
            pl.col(cell_column(whole)).alias("whole"),
            pl.col(cell_column(part)).alias("part"),
        ).unique(maintain_order=True)
        for table, rows in placed.tables.items()
        for part, whole in pairs_with_rest(egress_of(table))
    ]
    empty = pl.DataFrame(schema={"whole": pl.Int64, "part": pl.Int64})
    by_group = pl.concat([empty, *found])
    cell_of = pl.Series(placed.cell_of, dtype=pl.Int64)
    pairs = by_group.select(cell_of.gather(by_group[c]).alias(c) for c in by_group.columns).unique(
        maintain_order=True
    )
    names = placed.names
    return Rests(
        names=tuple(
            f"{whole} without {part.rsplit(' ', 1)[-1]}"
            if whole.rsplit(" ", 1)[0] == part.rsplit(" ", 1)[0]
            else f"{whole} without {part}"
            for whole, part in zip(
                names.gather(pairs["whole"]).to_list() if pairs.height else [],
                names.gather(pairs["part"]).to_list() if pairs.height else [],
                strict=True,
            )
        ),
        whole=pairs["whole"].to_numpy(),
        part=pairs["part"].to_numpy(),
        n_printed=len(names),
    )


def pairs_with_rest(egress: Egress) -> list[tuple[str, str]]:
    """Part and whole where no column counts the rest: few of it are hidden, and so is nobody."""
    counted = {(part, whole) for whole, parts in egress.sums for part in parts}
    return [pair for pair in egress.within if pair not in counted]
