"""A9: means of a whole and of its parts: how many people they tell, and the mean of a hidden part.

After section 5.7 of the Handbook on Statistical Disclosure Control (second edition, 2024): original
means beside rounded counts give the counts back, because the sums over parts have to agree.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, diags_array, eye_array, hstack, vstack

from triggerscape.disclosure.attack.linear.lines import Lines
from triggerscape.disclosure.attack.linear.reach import Enough, explore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.attack.rational import Figure
    from triggerscape.disclosure.cells.system import FloatArray, IntArray, System

# A hidden mean known to within this share of its range is known: 2 of 28 days.
PINNED = 1.0 / 14.0
_NO_MORE_PEOPLE = 1e6


class Averages(NamedTuple):
    """Cells with figures of one column, and the sums over them: ``sums @ people == 0``."""

    figures: tuple[Figure, ...]
    sums: csr_array
    low: FloatArray
    high: FloatArray


def averages_of(
    system: System, figures: Sequence[Figure], low: FloatArray, high: FloatArray
) -> list[Averages]:
    """By column, the cells with figures and the sums in which every cell has one.

    ``low`` and ``high`` (k) bound the people of every cell of the system.
    """
    by_name: dict[str, dict[int, Figure]] = defaultdict(dict)
    for figure in figures:
        by_name[figure.name][figure.place] = figure
    found = []
    for name in sorted(by_name):
        of_place = by_name[name]
        places = np.array(sorted(of_place))
        ones = abs(csr_array(system.sums)).sign()
        complete = np.flatnonzero(
            (np.diff(ones.indptr) > 0)
            & (np.asarray(ones[:, places].sum(axis=1)).ravel() == np.diff(ones.indptr))
        )
        sums = csr_array(csr_array(system.sums)[complete][:, places])
        kept = tuple(of_place[place] for place in places.tolist())
        found.append(Averages(kept, sums, low[places], high[places]))
    return found


def people_told(averages: Averages, *, fewest: int = 3) -> IntArray:
    """Cells (by place) whose printed means leave fewer than ``fewest`` numbers of people.

    Only cells that had that many by their bounds alone. Linear programming over people and totals
    of all cells at once.
    """
    size = len(averages.figures)
    high = np.minimum(averages.high, _NO_MORE_PEOPLE)
    matrix, least, most = _people_and_totals(averages)
    top = np.concatenate([high, high * [figure.most for figure in averages.figures]])
    lines = Lines(matrix, least, most, np.concatenate([averages.low, np.zeros(size)]), top)
    had_enough = averages.high - averages.low >= fewest - 1
    wanted = np.concatenate([had_enough, np.zeros(size, np.bool_)])
    enough = Enough(width=fewest - 1)
    reach, unsettled = explore(lines, wanted, enough)
    told = wanted & ~enough.is_met(reach.least, reach.most) & ~unsettled
    return np.array([averages.figures[at].place for at in np.flatnonzero(told)], np.int64)


def mean_of_hidden(averages: Averages, place: int) -> tuple[float, float] | None:
    """The smallest and largest mean a hidden part can have, by its whole and its other parts.

    The ratio of total and people over all that fits becomes linear once everything is counted per
    person of the part (Charnes and Cooper, 1962). Only sums that hold the part, or a cell of such
    a sum, are used. None where nothing fits or the solver has no answer.
    """
    near, at = _near(averages, place)
    size = len(near.figures)
    matrix, least, most = _people_and_totals(near)
    nothing = csr_array((matrix.shape[0], 1))
    eye, none = eye_array(size), csr_array((size, size))
    low = near.low.copy()
    low[at] = max(low[at], 1.0)
    high = np.minimum(near.high, _NO_MORE_PEOPLE)
    rows = csr_array(
        vstack(
            [
                hstack([matrix, nothing]),
                hstack([eye, none, csr_array(-low[:, None])]),
                hstack([eye, none, csr_array(-high[:, None])]),
            ]
        )
    )
    endless = np.full(size, np.inf)
    between = LinearConstraint(
        rows,
        np.concatenate([least, np.zeros(size), -endless]),
        np.concatenate([most, endless, np.zeros(size)]),
    )
    floor, ceiling = np.zeros(2 * size + 1), np.full(2 * size + 1, np.inf)
    floor[at] = ceiling[at] = 1.0
    total = np.zeros(2 * size + 1)
    total[size + at] = 1.0
    ends = [
        milp(sign * total, bounds=Bounds(floor, ceiling), constraints=between) for sign in (1, -1)
    ]
    if any(end.status != 0 for end in ends):
        return None
    return float(ends[0].fun), -float(ends[1].fun)


def is_pinned(figure: Figure, ends: tuple[float, float]) -> bool:
    """Whether a mean between these ends is known to within 2 of 28 days, or as much of a share."""
    return ends[1] - ends[0] < PINNED * figure.most


def _people_and_totals(averages: Averages) -> tuple[csr_array, FloatArray, FloatArray]:
    """Lines over people and totals of the cells: both add up, and printed means tie them."""
    size, sums = len(averages.figures), averages.sums
    least_mean = np.zeros(size)
    most_mean = np.array([figure.most for figure in averages.figures], np.float64)
    for at, figure in enumerate(averages.figures):
        if figure.value is not None:
            least_mean[at] = max(figure.value - figure.half_step, 0.0)
            most_mean[at] = min(figure.value + figure.half_step, figure.most)
    eye, none = eye_array(size), csr_array(sums.shape)
    rows = vstack(
        [
            hstack([sums, none]),
            hstack([none, sums]),
            hstack([diags_array(-least_mean), eye]),
            hstack([diags_array(-most_mean), eye]),
        ]
    )
    nothing, endless = np.zeros(2 * sums.shape[0]), np.full(size, np.inf)
    least = np.concatenate([nothing, np.zeros(size), -endless])
    most = np.concatenate([nothing, endless, np.zeros(size)])
    return csr_array(rows), least, most


def _near(averages: Averages, place: int) -> tuple[Averages, int]:
    """The cells of sums that hold the part or a cell of such a sum, and where the part is then."""
    at = next(n for n, figure in enumerate(averages.figures) if figure.place == place)
    ones = abs(averages.sums).sign()
    cells = np.zeros(len(averages.figures))
    cells[at] = 1.0
    for _ in range(2):
        lines = (np.asarray(ones @ cells) > 0).astype(np.float64)
        cells = np.maximum(cells, (np.asarray(ones.T @ lines) > 0).astype(np.float64))
    kept = np.flatnonzero(cells)
    sums = csr_array(averages.sums[np.flatnonzero(lines)][:, kept])
    figures = tuple(averages.figures[n] for n in kept)
    near = Averages(figures, sums, averages.low[kept], averages.high[kept])
    return near, int(np.flatnonzero(kept == at)[0])
