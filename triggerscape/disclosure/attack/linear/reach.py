"""How far cells can go: corners of what fits, each of which settles many cells at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from triggerscape.disclosure.attack.linear.corners import corner
from triggerscape.disclosure.attack.linear.nearby import Nearby, is_worthwhile
from triggerscape.disclosure.attack.linear.propagation import SLACK

if TYPE_CHECKING:
    from triggerscape.disclosure.attack.linear.lines import Lines
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray

# A corner towards everything at once costs what a corner towards one cell costs, so it is worth it
# while it settles more cells than there are components.
_MOST_ROUNDS = 60
_STEPS_NEARBY = (1, 2, 3)
_SEED = 20_261_121


@dataclass(frozen=True)
class Enough:
    """When a cell needs no more looking at: it can hold ``low``, ``high``, and ``width`` apart.

    With the values as they stand nothing is ever enough but the true ends.
    """

    low: float = -np.inf
    high: float = np.inf
    width: float = np.inf

    def is_met(self, least: FloatArray, most: FloatArray) -> BoolArray:
        """Cells whose values seen, ``least`` to ``most``, are enough."""
        with np.errstate(invalid="ignore"):  # nothing seen yet, or endless at both ends: not met
            apart = np.floor(most + SLACK) - np.ceil(least - SLACK)
        return ((least <= self.low) & (most >= self.high)) | (apart >= self.width)

    def is_lost(self, low: FloatArray, high: FloatArray) -> BoolArray:
        """Cells that, between these bounds, can never have enough."""
        return ((low > self.low) | (high < self.high)) & (high - low < self.width)


EVERYTHING = Enough()


@dataclass
class Reach:
    """The smallest and largest value seen of each cell (k), and the bounds nothing can pass."""

    lines: Lines
    least: FloatArray
    most: FloatArray

    def see(self, values: FloatArray) -> None:
        """Take in one table of counts (k) that fits."""
        np.minimum(self.least, values, out=self.least)
        np.maximum(self.most, values, out=self.most)

    def open_ends(self, enough: Enough) -> tuple[BoolArray, BoolArray]:
        """Cells whose smallest, and whose largest value is still to be found."""
        low, high = self.lines.low, self.lines.high
        wanted = ~enough.is_met(self.least, self.most)
        if enough is not EVERYTHING:
            wanted &= ~enough.is_lost(low, high)
        below = wanted & (self.least > np.maximum(low, enough.low) + SLACK)
        above = wanted & (self.most < np.minimum(high, enough.high) - SLACK)
        return below, above


def explore(
    lines: Lines,
    places: BoolArray,
    enough: Enough,
    *,
    known: FloatArray | None = None,
    to_the_end: bool = True,
) -> tuple[Reach, BoolArray]:
    """How far the cells at ``places`` (k) can go, and which cells the solver left unsettled (k).

    ``lines`` hold open cells only; ``known`` (k) is a table that fits, where one is at hand. First
    corners towards all unsettled ends at once, in random mixes; then one end in each component,
    all components in one problem, until every end is settled; without ``to_the_end`` the second
    step is left out, and ends not seen are unsettled.
    """
    k = lines.low.size
    reach = Reach(lines, np.full(k, np.inf), np.full(k, -np.inf))
    if known is not None:
        reach.see(known)
    component = lines.components()
    draw = np.random.default_rng(_SEED)
    unsettled = np.zeros(k, np.bool_)
    if known is not None:
        _nearby(reach, places & is_worthwhile(component), enough, known, draw)
    for _ in range(_MOST_ROUNDS):
        below, above = _ends(reach, enough, places)
        before = int(below.sum() + above.sum())
        if not before:
            return reach, unsettled
        values = corner(lines, _towards(below, above, draw))
        if values is None:
            break
        reach.see(values)
        below, above = _ends(reach, enough, places)
        left = int(below.sum() + above.sum())
        if before - left <= np.unique(component[below | above]).size:
            break
    if to_the_end:
        _one_by_one(reach, places, enough, component, unsettled)
    else:
        below, above = _ends(reach, enough, places)
        unsettled = below | above
    return reach, unsettled


def _towards(below: BoolArray, above: BoolArray, draw: np.random.Generator) -> FloatArray:
    """A direction (k) towards open ends; where both are, a coin tells which comes first."""
    coin = draw.random(below.size) < 0.5
    sign = np.where(above & (~below | coin), 1.0, np.where(below, -1.0, 0.0))
    return np.asarray(sign * draw.uniform(0.5, 1.0, below.size), np.float64)


def _nearby(
    reach: Reach,
    places: BoolArray,
    enough: Enough,
    known: FloatArray,
    draw: np.random.Generator,
) -> None:
    """Tables that differ from the known one around one cell, for each cell not settled by others.

    A table with the rest as known fits as any other; that none is found settles nothing.
    """
    around = Nearby(reach.lines, known)
    for place in np.flatnonzero(places):
        for steps in _STEPS_NEARBY:
            part, cells = around.around(int(place), steps)
            alone = (cells == place).astype(np.float64)
            for attempt in range(3):  # all ends at hand, then this cell up, then down
                below, above = _ends(reach, enough, places)
                if not (below[place] or above[place]):
                    break
                mixed = _towards(below[cells], above[cells], draw)
                values = corner(part, (mixed, alone, -alone)[attempt])
                if values is not None:
                    reach.least[cells] = np.minimum(reach.least[cells], values)
                    reach.most[cells] = np.maximum(reach.most[cells], values)


def _one_by_one(
    reach: Reach, places: BoolArray, enough: Enough, component: IntArray, unsettled: BoolArray
) -> None:
    """The ends left over, one of each component at a time; what the solver cannot say is marked."""
    while True:
        below, above = _ends(reach, enough, places & ~unsettled)
        open_cells = np.flatnonzero(below | above)
        if not open_cells.size:
            return
        _, first = np.unique(component[open_cells], return_index=True)
        chosen = open_cells[first]
        towards = np.zeros(below.size)
        towards[chosen] = np.where(below[chosen], -1.0, 1.0)
        values = corner(reach.lines, towards)
        if values is None:  # what is linked to a cell that took too long will take too long
            late = component[chosen]
            unsettled[open_cells[np.isin(component[open_cells], late)]] = True
            continue
        reach.see(values)
        low, high = reach.lines.low, reach.lines.high
        # Components do not meet: the best of their sum is the best of each.
        down, up = chosen[below[chosen]], chosen[~below[chosen]]
        low[down] = np.ceil(values[down] - SLACK)
        high[up] = np.floor(values[up] + SLACK)


def _ends(reach: Reach, enough: Enough, places: BoolArray) -> tuple[BoolArray, BoolArray]:
    below, above = reach.open_ends(enough)
    return below & places, above & places
