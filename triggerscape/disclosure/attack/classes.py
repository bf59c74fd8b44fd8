"""A11: a group of which everybody, nobody, or all but a few have something."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, vstack

from triggerscape.disclosure.attack.linear.lines import lines_of
from triggerscape.disclosure.attack.linear.propagation import propagated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.attack.rational import Figure
    from triggerscape.disclosure.cells.system import FloatArray, IntArray, System


class Complements(NamedTuple):
    """A system with the rests of wholes as cells of their own, and the places of those."""

    system: System
    counts: IntArray | None
    places: IntArray


class Pair(NamedTuple):
    """A part and its whole, by place, and whether both stand in one published row."""

    part: int
    whole: int
    is_one_row: bool


def pairs_of(system: System) -> list[Pair]:
    """All parts with their wholes, in order: of the sums, and of the limits with two cells."""
    found: list[tuple[int, int]] = []
    for matrix in (system.sums, system.limits):
        for places, values in _rows(matrix):
            wholes, parts = places[values < 0], places[values > 0]
            if wholes.size == 1 and (matrix is system.sums or parts.size == 1):
                found += [(int(part), int(wholes[0])) for part in parts]
    same = system.row
    return [Pair(part, whole, bool(same[part] == same[whole])) for part, whole in found]


def with_complements(system: System, counts: IntArray | None, threshold: int) -> Complements:
    """The system with everybody of a whole but one part as a hidden cell, where these are few.

    With ``counts`` the rests that hold 1 to ``threshold - 1`` people, without those that, by what
    is printed, can hold no more. A rest that is a cell already, the other part of two, is none.
    """
    tight = propagated(lines_of(system))
    is_half = _halves(system)
    chosen = []
    for pair in pairs_of(system):
        part, whole = pair.part, pair.whole
        if (part, whole) in is_half:
            continue
        if counts is not None:
            rest = int(counts[whole] - counts[part])
            few = 0 < rest < threshold
        else:
            few = 0 < tight.high[whole] - tight.low[part] < threshold
        if few:
            chosen.append(pair)
    return _extended(system, counts, chosen)


def _extended(system: System, counts: IntArray | None, chosen: list[Pair]) -> Complements:
    k, extra = system.size, len(chosen)
    places = np.arange(k, k + extra)
    if not extra:
        return Complements(system, counts, places)
    line = np.repeat(np.arange(extra), 3)
    cell = np.array([(p.part, p.whole, k + n) for n, p in enumerate(chosen)]).ravel()
    told = csr_array((np.tile([1.0, -1.0, 1.0], extra), (line, cell)), shape=(extra, k + extra))
    wider = [
        csr_array((m.data, m.indices, m.indptr), shape=(m.shape[0], k + extra))
        for m in (csr_array(system.sums), csr_array(system.limits))
    ]
    names = tuple(f"{system.names[p.whole]} without {system.names[p.part]}" for p in chosen)
    new = replace(
        system,
        names=(*system.names, *names),
        low=np.append(system.low, np.zeros(extra)),
        high=np.append(system.high, np.full(extra, np.inf)),
        sums=csr_array(vstack([wider[0], told])),
        limits=wider[1],
        row=np.append(system.row, [system.row[p.part] for p in chosen]),
        site=(*system.site, *(system.site[p.whole] for p in chosen)),
        is_hidden=np.append(system.is_hidden, np.ones(extra, np.bool_)),
    )
    if counts is None:
        return Complements(new, None, places)
    rests = np.array([counts[p.whole] - counts[p.part] for p in chosen], np.int64)
    return Complements(new, np.append(counts, rests), places)


def one_sided(system: System) -> list[tuple[int, str]]:
    """Parts of a row's people of which the row says that they are all of them, or none.

    Place of the part and which: the counts of one row compare people by what they have, where
    parts of a table (ages, sites) only place them. Sorted by place.
    """
    found = []
    for pair in pairs_of(system):
        part, whole = pair.part, pair.whole
        if not pair.is_one_row or system.is_hidden[part] or system.is_hidden[whole]:
            continue
        if system.low[whole] <= 0:
            continue
        if system.high[part] == 0:
            found.append((part, "nobody"))
        elif system.low[part] >= system.high[whole]:
            found.append((part, "everybody"))
    return sorted(set(found))


def one_sided_shares(low: FloatArray, high: FloatArray, figures: Sequence[Figure]) -> list[Figure]:
    """Shares that say that everybody, nobody, or fewer than one person short of it, has something.

    ``low`` and ``high`` bound the people of every cell. By its decimals a printed share leaves some
    people on either side; where that is less than one person in the largest group that prints
    like this, it says the same as 0 % or 100 %.
    """
    return [
        figure
        for figure in figures
        if figure.most == 1.0
        and figure.value is not None
        and low[figure.place] > 0
        and min(figure.value, 1.0 - figure.value) < figure.half_step
        and _others(figure, high[figure.place]) < 1.0
    ]


def _others(figure: Figure, people: float) -> float:
    """The most people who can be on the smaller side of a share."""
    value = figure.value or 0.0
    return people * (min(value, 1.0 - value) + figure.half_step)


def _halves(system: System) -> set[tuple[int, int]]:
    """Pairs of a part and a whole whose rest is a cell by itself: the other part of two."""
    found = set()
    for places, values in _rows(system.sums):
        if places.size == 3 and (values < 0).sum() == 1:
            whole = int(places[values < 0][0])
            found |= {(int(part), whole) for part in places[values > 0]}
    return found


def _rows(matrix: csr_array) -> list[tuple[IntArray, FloatArray]]:
    ends = zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    return [(matrix.indices[a:b], matrix.data[a:b]) for a, b in ends]
