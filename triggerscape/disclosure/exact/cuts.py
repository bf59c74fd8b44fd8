"""Cut rounds: a small block's rows chosen all together by integer programming.

After Fischetti and Salazar (Management Science 47, 2001): choose the cheapest rows, ask of each
cell how far it can move, and where that is not far enough turn the prices of the cells that stay
shown into a condition every safe choice keeps; choose again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array, csr_array, hstack

from triggerscape.disclosure.exact.evidence import OUTSIDE, Evidence, Need

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray
    from triggerscape.disclosure.exact.block import Block

LARGEST_BLOCK = 600
# Stops the choice at a number of steps, never at a time: the same block, the same pattern.
_STEPS = {"node_limit": 200, "mip_rel_gap": 0.01}
_EXACT = 1e-6
# More room than any move needs; stands for no upper bound.
_ROOM = 1000.0


def chosen_together(block: Block, evidence: Evidence, rounds: int) -> BoolArray:
    """Rows hidden in the last choice made: cheap, and safe for most needs if not for all."""
    needs = evidence.all_needs()
    can = np.flatnonzero(block.may_hide & ~block.is_fixed)
    place = np.full(block.cost.size, -1, np.int64)
    place[can] = np.arange(can.size)
    chosen = block.is_fixed.copy()
    conditions: list[FloatArray] = []
    for _ in range(rounds):
        found = [_condition(block, evidence, need, chosen=chosen, place=place) for need in needs]
        broken = [one for one in found if one is not None]
        if not broken:
            break
        conditions += broken
        choice = milp(
            block.cost[can] + _EXACT,
            integrality=np.ones(can.size),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(csr_array(np.array(conditions)), 1 - _EXACT, np.inf),
            options=_STEPS,
        )
        if choice.x is None:
            break
        chosen = block.is_fixed.copy()
        chosen[can[choice.x > 0.5]] = True
    return chosen


def _condition(
    block: Block, evidence: Evidence, need: Need, *, chosen: BoolArray, place: IntArray
) -> FloatArray | None:
    """Worth of each row that may be hidden, at least 1 together in a safe choice; None if met."""
    loose = need.amount < 0 and bool(evidence.is_loose[need.cell])
    world = evidence.loose if loose else block
    may = block.may_hide[block.row]
    if need.who != OUTSIDE:
        may = may & ~block.known_to(need.who)
    cells = np.flatnonzero(may)
    is_open = chosen[block.row[cells]]
    room = np.concatenate(
        [
            np.where(is_open, np.minimum(world.most[cells] - block.counts[cells], _ROOM), 0),
            np.where(is_open, block.counts[cells] - world.least[cells], 0),
        ]
    )
    lines: csc_array = block.by_cell[:, cells]
    way = np.sign(need.amount)
    aim = np.concatenate(
        [np.where(cells == need.cell, -way, 0), np.where(cells == need.cell, way, 0)]
    )
    found = linprog(
        aim,
        A_eq=hstack([lines, -lines], format="csc"),
        b_eq=np.zeros(lines.shape[0]),
        bounds=np.stack([np.zeros(room.size), room], axis=1),
        method="highs-ds",
    )
    goal = abs(need.amount)
    if found.status != 0 or -found.fun >= goal - _EXACT:
        return None
    up, down = np.split(-found.upper.marginals, 2)
    worth = np.where(up > _EXACT, goal, np.maximum(down, 0) * (block.counts - world.least)[cells])
    of_row = place[block.row[cells]]
    counted = of_row >= 0
    condition = np.zeros(int(place.max()) + 1)
    np.add.at(condition, of_row[counted], worth[counted])
    return np.minimum(condition / goal, 1.0)
