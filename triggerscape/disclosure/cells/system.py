"""A system of cells: what readers know of counts of people, and how those counts add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class System:
    """What is known of ``k`` cells, each a count of people, by whoever reads what is published.

    ``names`` says of each cell which it is, in words a person can look up: table, keys, column.
    ``low`` and ``high`` (k) bound its true count: alike where it is printed exactly, one rounding
    step apart where it is rounded, 0 and infinity where it is hidden.
    ``sums`` (m by k) holds what adds up: ``sums @ counts == 0``, a whole as -1, its parts as 1.
    ``limits`` (p by k) holds what can be no larger: ``limits @ counts <= 0``, as where people are
    in several parts.
    ``row`` (k) numbers the published row a cell stands in: cells of a row are hidden together.
    ``site`` (k) is the site a cell is of, empty above the sites: its people know the true count.
    ``is_hidden`` (k) tells the cells that are published without a number.
    """

    names: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    sums: csr_array
    limits: csr_array
    row: IntArray
    site: tuple[str, ...]
    is_hidden: BoolArray

    def __post_init__(self) -> None:
        """ValueError where the parts do not speak of the same cells."""
        k = len(self.names)
        lengths = {self.low.size, self.high.size, self.row.size, self.is_hidden.size}
        widths = {len(self.site), self.sums.shape[1], self.limits.shape[1]}
        if lengths | widths != {k}:
            raise ValueError(f"{k} cells, but parts for {sorted(lengths | widths)}")
        if np.any(self.low > self.high):
            raise ValueError("a cell has a lower bound above its upper one")

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.names)

    def broken_by(self, counts: IntArray) -> list[str]:
        """What true counts (k) contradict, one sentence each; quotes no count."""
        faults = [
            f"{self.names[place]} is outside its bounds"
            for place in np.flatnonzero((counts < self.low) | (counts > self.high))
        ]
        faults += [
            f"sum {place} does not add up"
            for place, off in enumerate(np.asarray(self.sums @ counts))
            if off != 0
        ]
        faults += [
            f"limit {place} is passed"
            for place, off in enumerate(np.asarray(self.limits @ counts))
            if off > 0
        ]
        return faults
