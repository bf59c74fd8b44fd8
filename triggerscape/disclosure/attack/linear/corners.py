"""Far corners of what fits: tables of counts that readers cannot tell from the true one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from triggerscape.disclosure.attack.linear.propagation import SLACK, ContradictingCells

if TYPE_CHECKING:
    from triggerscape.disclosure.attack.linear.lines import Lines
    from triggerscape.disclosure.cells.system import FloatArray

# HiGHS by scipy: 2 is "infeasible".
_INFEASIBLE = 2
_SECONDS = 60.0


def unbounded_stands_for(lines: Lines) -> float:
    """A number of people no finite bound comes near: reaching it means that there is no bound."""
    finite = [v[np.isfinite(v)] for v in (lines.low, lines.high, lines.least, lines.most)]
    return 1000.0 + 4.0 * max((float(np.abs(v).max()) for v in finite if v.size), default=0.0)


def corner(lines: Lines, towards: FloatArray, *, whole: bool = False) -> FloatArray | None:
    """The values of all cells (k) that fit and lie farthest ``towards`` a direction (k).

    ``whole`` asks for whole numbers in every cell, which takes much longer. None where the solver
    found no answer in its time.

    Raises:
        ContradictingCells: no values fit.
    """
    endless = unbounded_stands_for(lines)
    high = np.minimum(lines.high, endless)
    if not lines.matrix.shape[0]:
        return np.where(towards > 0, lines.high, lines.low)
    found = milp(
        -towards,
        integrality=np.full(towards.size, int(whole)),
        bounds=Bounds(lines.low, high),
        constraints=LinearConstraint(lines.matrix, lines.least, lines.most),
        options={"time_limit": _SECONDS, "mip_rel_gap": 0.0},
    )
    if found.status == _INFEASIBLE:
        raise ContradictingCells
    if found.status != 0 or found.x is None:
        return None
    values = np.clip(found.x, lines.low, high)
    near = np.round(values)
    values = np.where(np.abs(values - near) < SLACK, near, values)
    return np.where(values >= endless, np.inf, values)
