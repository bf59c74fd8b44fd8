"""A block: cells that add up, as mode S works on them: equations only, rows with a price."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array, eye_array, hstack, vstack

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System


@dataclass(frozen=True)
class Block:
    """A system of ``k`` cells with true counts, ready for complementary suppression.

    Each limit of the system became an equation with a slack cell that nobody publishes, so the
    block has k + p cells. ``lines`` (m + p by k + p) holds the equations, ``by_cell`` the same
    column by column. ``counts`` are true; a reader who sees no number for a cell thinks of
    ``least`` to ``most`` people in it. ``row`` numbers rows from 0 on; ``cost`` (per row) is what
    hiding a row costs; ``site`` numbers sites from 0 on, -1 above them. ``is_fixed`` (per row)
    tells rows that must be hidden, ``may_hide`` those that can be. ``is_primary`` (k + p) are the
    cells to protect, ``is_unseen`` those without a number in any case: slack cells among them.
    The first ``size`` cells are to be kept from insiders as well, the others from outsiders alone.
    """

    size: int
    lines: csr_array
    by_cell: csc_array
    counts: FloatArray
    least: FloatArray
    most: FloatArray
    row: IntArray
    site: IntArray
    cost: FloatArray
    is_fixed: BoolArray
    may_hide: BoolArray
    is_primary: BoolArray
    is_unseen: BoolArray

    def cells_in(self, is_hidden_row: BoolArray) -> BoolArray:
        """Which cells (k + p) are without a number when these rows are hidden."""
        cells: BoolArray = is_hidden_row[self.row]
        return cells

    @property
    def sites(self) -> int:
        """Number of sites."""
        return int(self.site.max(initial=-1)) + 1

    @cached_property
    def alone(self) -> IntArray:
        """Published cells of a single person, who knows that."""
        return np.flatnonzero(self.is_primary[: self.size] & (self.counts[: self.size] == 1))

    def known_to(self, who: int) -> BoolArray:
        """Which cells (k + p) an insider knows: a site, or from ``sites`` on somebody alone."""
        if who < self.sites:
            return np.asarray(self.site == who)
        return np.asarray(np.arange(self.counts.size) == self.alone[who - self.sites])

    @property
    def loose(self) -> Block:
        """The same block for a reader who does not know that zeros are shown."""
        return replace(self, least=np.where(self.is_unseen, self.least, 0.0))


def block_of(
    system: System,
    counts: IntArray,
    is_primary: BoolArray,
    cost: FloatArray,
    *,
    size: int | None = None,
) -> Block:
    """The block of a system, its true counts (k), and the cells that must be hidden (k).

    A reader knows that zeros are shown, so a hidden cell that is not zero stands for one person or
    more; a zero in a row that is hidden for another cell, or one that must be hidden itself, can be
    anything from zero on. Cells without a number in the system keep the bounds it gives them, and
    cost nothing. ``cost`` (k) is that of hiding a cell; a row with a cell of infinite cost, or with
    zeros only, is never chosen. ``size`` is the number of cells to be kept from insiders, all where
    none is given.
    """
    k, p = system.size, system.limits.shape[0]
    lines = csr_array(
        vstack(
            [
                hstack([system.sums, csr_array((system.sums.shape[0], p))]),
                hstack([system.limits, eye_array(p)]),
            ],
            format="csr",
        )
    )
    _, row = np.unique(system.row, return_inverse=True)
    rows = int(row.max(initial=-1)) + 1
    is_unseen = np.asarray(system.is_hidden, bool)
    price = np.where(is_unseen, 0.0, cost)
    fixed = np.bincount(row, is_unseen | is_primary, rows) > 0
    people = np.bincount(row, counts, rows)
    row_cost = np.zeros(rows)
    np.add.at(row_cost, row, price)
    names = sorted(set(system.site) - {""})
    number = {"": -1} | {name: place for place, name in enumerate(names)}
    return Block(
        size=k if size is None else size,
        lines=lines,
        by_cell=csc_array(lines),
        counts=np.concatenate([counts, -(system.limits @ counts)]).astype(float),
        least=np.concatenate([np.where(is_unseen, system.low, np.minimum(counts, 1)), np.zeros(p)]),
        most=np.concatenate([np.where(is_unseen, system.high, np.inf), np.full(p, np.inf)]),
        row=np.concatenate([row, np.arange(rows, rows + p)]),
        site=np.concatenate([[number[name] for name in system.site], np.full(p, -1)]).astype(int),
        cost=np.concatenate([row_cost, np.zeros(p)]),
        is_fixed=np.concatenate([fixed, np.ones(p, bool)]),
        may_hide=np.concatenate([fixed | ((people > 0) & np.isfinite(row_cost)), np.ones(p, bool)]),
        is_primary=np.concatenate([is_primary, np.zeros(p, bool)]),
        is_unseen=np.concatenate([is_unseen, np.ones(p, bool)]),
    )
