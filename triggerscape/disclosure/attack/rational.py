"""A8: a mean of whole days, or a share, tells which numbers of people could stand behind it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.cells.system import BoolArray, IntArray

# More candidates than this are not counted one by one: nothing is given away.
_MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Figure:
    """An estimate printed beside a count of people: their mean, or a share of them.

    ``place`` is the cell of the people in the system, ``name`` the column, ``printed`` what is
    printed at ``decimals``, None where hidden. ``per`` is 1 for a mean or a share, 100 for a
    percentage. ``most`` is the most one person can add (28 days; 1 for a share).
    """

    place: int
    name: str
    printed: float | None
    decimals: int
    per: int = 1
    most: float = 28.0

    @property
    def half_step(self) -> float:
        """How far the true mean or share can be from what is printed."""
        return 0.5 * 10.0**-self.decimals / self.per

    @property
    def value(self) -> float | None:
        """What is printed, as a mean or a share between 0 and ``most``."""
        return None if self.printed is None else self.printed / self.per


def candidates(low: int, high: int, figures: Sequence[Figure]) -> IntArray:
    """Numbers of people from ``low`` to ``high`` that all printed figures of one row allow.

    A number fits a figure when some whole total over it, rounded half away from zero, prints like
    the figure. All in whole numbers: nothing is lost in the last digit.
    """
    people = np.arange(max(low, 1), min(high, _MOST_PEOPLE) + 1, dtype=np.int64)
    fits = np.ones(people.size, np.bool_)
    for figure in figures:
        if figure.printed is not None:
            fits &= _fits(people, figure)
    return people[fits]


def _fits(people: IntArray, figure: Figure) -> BoolArray:
    """Whether a whole total s exists with (2P - 1) / 2D <= s / n < (2P + 1) / 2D.

    P is the printed figure without its point, D what it was multiplied by.
    """
    printed = round(Fraction(repr(figure.printed)) * 10**figure.decimals)
    scale = 2 * 10**figure.decimals * figure.per
    least = -(-people * (2 * printed - 1) // scale)
    most = (people * (2 * printed + 1) - 1) // scale
    largest = np.floor(people * figure.most).astype(np.int64)
    return np.asarray(np.maximum(least, 0) <= np.minimum(most, largest), np.bool_)
