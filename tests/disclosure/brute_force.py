"""Slow ways to be sure: every table that fits, one by one; a plain linear programme per cell."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from triggerscape.disclosure.cells.system import System


def all_tables(system: System, most: int) -> np.ndarray:
    """Every table (n by k) that fits, of parts with no more than ``most`` people each.

    All values of the cells that are no whole, and the wholes added up; nothing cleverer is done.
    """
    sums = system.sums.toarray()
    wholes = [int(np.flatnonzero(row < 0)[0]) for row in sums]
    free = [cell for cell in range(system.size) if cell not in wholes]
    ranges = [np.arange(system.low[cell], min(system.high[cell], most) + 1) for cell in free]
    grid = np.meshgrid(*ranges, indexing="ij")
    tables = np.zeros((grid[0].size, system.size))
    tables[:, free] = np.stack([values.ravel() for values in grid], axis=1)
    for _ in wholes:  # wholes of wholes have settled after so many rounds
        for whole, row in zip(wholes, sums, strict=True):
            tables[:, whole] = tables @ np.maximum(row, 0)
    fits = (
        np.all(tables >= system.low, axis=1)
        & np.all(tables <= system.high, axis=1)
        & np.all(tables @ sums.T == 0, axis=1)
        & np.all(tables @ system.limits.toarray().T <= 0, axis=1)
    )
    return tables[fits]


def plain_bounds(system: System, place: int) -> tuple[float, float]:
    """The same question put to linprog, whole system, one pair of problems."""
    towards = np.zeros(system.size)
    towards[place] = 1.0
    told = {
        "A_eq": system.sums, "b_eq": np.zeros(system.sums.shape[0]),
        "bounds": np.column_stack([system.low, system.high]),
    }  # fmt: skip
    if system.limits.shape[0]:
        told |= {"A_ub": system.limits, "b_ub": np.zeros(system.limits.shape[0])}
    least, most = linprog(towards, **told).fun, -linprog(-towards, **told).fun
    return np.ceil(least - 1e-6), np.floor(most + 1e-6)
