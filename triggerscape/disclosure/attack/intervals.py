"""A2: the smallest and largest number of people each cell can hold, by all that is published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from triggerscape.disclosure.attack.linear.corners import corner
from triggerscape.disclosure.attack.linear.lines import lines_of
from triggerscape.disclosure.attack.linear.propagation import SLACK, propagated
from triggerscape.disclosure.attack.linear.reach import EVERYTHING, Enough, explore

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System


class Interval(NamedTuple):
    """For each cell asked about: whole-number bounds, and whether the solver settled them."""

    low: FloatArray
    high: FloatArray
    is_settled: BoolArray


def reachable(
    system: System, places: IntArray, *, small: BoolArray | None = None, threshold: int = 11
) -> tuple[FloatArray, FloatArray]:
    """The smallest and largest whole number of people the cells at ``places`` can hold.

    Bounds of the linear programme over everything in the system, rounded inwards; whole tables may
    allow less (``whole_reach``). Where the solver has no answer within its time, bounds are wider
    than they need be. ``small`` (k) marks hidden cells of which the reader knows that they were
    hidden for their number of people, so that they hold 1 to ``threshold - 1``.

    Raises:
        ContradictingCells: no counts fit.
    """
    known = knowing_small(system, small, threshold) if small is not None else system
    interval = intervals(known, places)
    return interval.low, interval.high


def knowing_small(system: System, small: BoolArray, threshold: int) -> System:
    """The system of a reader who knows which cells were hidden for their number of people."""
    is_known = small & system.is_hidden
    low = np.where(is_known, np.maximum(system.low, 1), system.low)
    high = np.where(is_known, np.minimum(system.high, threshold - 1), system.high)
    return replace(system, low=low, high=high)


def intervals(
    system: System,
    places: IntArray,
    *,
    enough: Enough = EVERYTHING,
    known: IntArray | None = None,
) -> Interval:
    """Bounds of the cells at ``places``, looked for no longer than until they are ``enough``.

    A cell that has enough comes back with the values seen, which may be narrower than its reach; a
    cell that can never have enough with bounds that nothing passes. ``known`` (k), true counts that
    fit the system, saves a search for a first table.

    Raises:
        ContradictingCells: no counts fit.
    """
    tight = propagated(lines_of(system))
    lines, open_places = tight.only_open()
    place_of = np.full(system.size, -1, np.int64)
    place_of[open_places] = np.arange(open_places.size)
    wanted = np.zeros(open_places.size, np.bool_)
    wanted[place_of[places][place_of[places] >= 0]] = True
    first = None if known is None else known[open_places].astype(np.float64)
    reach, unsettled = explore(lines, wanted, enough, known=first)
    least, most = tight.low.copy(), tight.high.copy()
    met = enough.is_met(reach.least, reach.most)
    least[open_places] = np.where(met, np.ceil(reach.least - SLACK), reach.lines.low)
    most[open_places] = np.where(met, np.floor(reach.most + SLACK), reach.lines.high)
    settled = np.ones(system.size, np.bool_)
    settled[open_places] = ~unsettled
    return Interval(least[places], most[places], settled[places])


def whole_reach(
    system: System, place: int, *, most_cells: int = 3000
) -> tuple[float, float] | None:
    """The smallest and largest number of people of one cell over tables of whole numbers.

    What no fractional table can show: by branch and bound, for a sample of cells. None where more
    than ``most_cells`` are linked to the cell, or the solver has no answer within its time.
    """
    tight = propagated(lines_of(system))
    if not tight.is_open[place]:
        return float(tight.low[place]), float(tight.high[place])
    lines, open_places = tight.only_open()
    at = int(np.flatnonzero(open_places == place)[0])
    component = lines.components()
    mine = component == component[at]
    if mine.sum() > most_cells:
        return None
    alone, at = lines.among(mine), int(mine[:at].sum())
    towards = np.zeros(alone.low.size)
    towards[at] = 1.0
    most, least = corner(alone, towards, whole=True), corner(alone, -towards, whole=True)
    if most is None or least is None:
        return None
    return float(least[at]), float(most[at])
