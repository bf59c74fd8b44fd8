"""The cheapest safe pattern of a small block, by integer programming: the referee of mode S.

Fischetti and Salazar: choose rows to hide at the lowest cost; ask of every small cell how far it
can move; where it is not far enough, the dual prices of the cells that stay shown are a cut that
every safe choice must satisfy; choose again. What comes out is optimal where the last choice was
safe, and a lower bound on the cost of every safe pattern in any case. Written apart from
``triggerscape.disclosure.exact``: one linear programme a question over the whole block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triggerscape.disclosure.cells.system import BoolArray, IntArray, System

ENOUGH = 1e-6
_MOST_ROUNDS = 200


class Optimum(NamedTuple):
    """Cells (k) hidden in the cheapest pattern, what the others cost, and whether it is optimal."""

    is_hidden: BoolArray
    cost: float
    is_optimal: bool


def optimum(
    system: System,
    counts: IntArray,
    *,
    threshold: int = 11,
    cost: NDArray[np.float64] | None = None,
) -> Optimum:
    """The cheapest pattern in which every small cell can be 1 to threshold - 1 for outsiders.

    Cells with a number stay as they are, hidden ones are one person at least (zeros are shown), or
    zero at least where a small whole has too many parts to come down to 1. Rows are single cells;
    cells the system hides are none to choose, and cost nothing.
    """
    k = system.size
    is_small = (counts > 0) & (counts < threshold) | system.is_hidden
    price = np.where(is_small, 0.0, np.ones(k) if cost is None else cost)
    questions = Questions(system, counts, threshold)
    fixed_low, fixed_high = is_small.astype(float), (counts > 0).astype(float)
    cuts: list[NDArray[np.float64]] = []
    chosen, is_optimal = is_small.copy(), False
    for _ in range(_MOST_ROUNDS):
        new = questions.cuts_against(chosen.astype(float))
        if not new:
            is_optimal = True
            break
        cuts += new
        found = milp(
            price,
            integrality=np.ones(k),
            bounds=Bounds(fixed_low, fixed_high),
            constraints=LinearConstraint(np.array(cuts), 1 - 1e-9, np.inf),
            options={"mip_rel_gap": 0.0},
        )
        chosen = found.x > 0.5
    return Optimum(chosen, float(price[chosen].sum()), is_optimal)


class Questions:
    """For every small cell: can it hold threshold - 1, and 1?"""

    def __init__(self, system: System, counts: IntArray, threshold: int) -> None:
        p = system.limits.shape[0]
        self.k = system.size
        self.lines = csr_array(
            vstack(
                [
                    hstack([system.sums, csr_array((system.sums.shape[0], p))]),
                    hstack([system.limits, eye_array(p)]),
                ]
            )
        )
        self.counts = np.concatenate([counts, -(system.limits @ counts)]).astype(float)
        fewest = np.where(system.is_hidden, system.low, np.minimum(counts, 1))
        self.least = np.concatenate([fewest, np.zeros(p)])
        self.asked = [
            (int(cell), float(way), float(way * (goal - counts[cell])))
            for cell in np.flatnonzero((counts > 0) & (counts < threshold))
            for way, goal in ((1, threshold - 1), (-1, 1))
            if goal != counts[cell]
        ]
        everything = np.ones(self.k)
        self.floor = {
            (cell, way): self.least
            if self._furthest(cell, way, everything, self.least)[0] >= need - ENOUGH
            else np.zeros(self.k + p)
            for cell, way, need in self.asked
        }

    def cuts_against(self, choice: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """What the choice (k) breaks: rows a with a @ choice < 1 where a safe one has >= 1."""
        cuts = []
        for cell, way, need in self.asked:
            floor = self.floor[cell, way]
            reached, up, down = self._furthest(cell, way, choice, floor)
            if reached < need - ENOUGH:
                worth = np.where(up > ENOUGH, need, down * (self.counts - floor)[: self.k])
                cuts.append(np.minimum(worth, need) / need)
        return cuts

    def _furthest(
        self, cell: int, way: float, choice: NDArray[np.float64], floor: NDArray[np.float64]
    ) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
        """How far a cell moves, and what a unit of room up or down in each cell would add."""
        width = self.lines.shape[1]
        is_open = np.concatenate([choice > 0.5, np.ones(width - self.k, bool)])
        room_up = np.where(is_open, 1000.0, 0.0)
        room_down = np.where(is_open & (self.counts > 0), self.counts - floor, 0.0)
        aim = np.zeros(2 * width)
        aim[[cell, width + cell]] = -way, way
        found = linprog(
            aim,
            A_eq=hstack([self.lines, -self.lines]),
            b_eq=np.zeros(self.lines.shape[0]),
            bounds=np.stack([np.zeros(2 * width), np.concatenate([room_up, room_down])], axis=1),
            method="highs",
        )
        worth = -found.upper.marginals
        return -found.fun, worth[: self.k], worth[width : width + self.k]
