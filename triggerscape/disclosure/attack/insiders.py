"""A5, A6: readers who know a part of the truth: a site its own people, a person themselves."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import breadth_first_order

from triggerscape.disclosure.attack.linear.lines import lines_of
from triggerscape.disclosure.attack.linear.propagation import propagated
from triggerscape.disclosure.attack.linear.reach import Enough, explore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triggerscape.disclosure.cells.system import BoolArray, IntArray, System

_ONE_MORE = Enough(width=1)
# How readers are put together: so many groups, drawn so many times over.
_GROUPS, _PARTITIONS, _SEED = 4, 3, 20_261_122


class Insight(NamedTuple):
    """Who works out which cells: names of sites, or of the cell of a person alone in it."""

    who: tuple[str, ...]
    places: IntArray


class Insider:
    """Attacks on one system by readers who know the true counts of some cells.

    What they know changes nothing in components that hold none of their cells, so only those that
    do are looked at again. What several readers together cannot work out, none of them can: they
    are tried in groups first, and alone only for the targets that are left.
    """

    def __init__(self, system: System, counts: IntArray, targets: BoolArray) -> None:
        """``targets`` (k): the hidden cells that must stay unknown.

        Raises:
            ContradictingCells: no counts fit the system.
        """
        self._system, self._counts, self._targets = system, counts, targets
        self._lines, self._places = propagated(lines_of(system)).only_open()
        self._component = self._lines.components()
        self._whole_of = _whole_of(system)

    def by_sites(self, *, pairs: bool = False) -> Iterator[Insight]:
        """What each site works out of others, and with ``pairs`` each two sites together.

        Two sites of one mind know more than a release can guard against where few sites make up a
        whole; a release may leave this out, but should know.
        """
        own = np.array(self._system.site)
        sites = sorted(set(own.tolist()) - {""})
        groups: list[tuple[str, ...]] = [(site,) for site in sites]
        if pairs:
            groups += combinations(sites, 2)
        yield from self._insights(groups, [np.isin(own, group) for group in groups])

    def by_singletons(self, alone: IntArray) -> Iterator[Insight]:
        """What the person of each cell ``alone``, who knows to be the only one, works out."""
        everywhere = np.arange(self._system.size)
        who = [(self._system.names[place],) for place in alone]
        yield from self._insights(who, [everywhere == place for place in alone])

    def worked_out(self, is_known: BoolArray, targets: BoolArray) -> IntArray:
        """Targets (places) left with one value once the true counts of ``is_known`` (k) are known.

        Cells that the insider knows anyway are no targets, nor are cells of the very same people: a
        region in which nobody but the site has anybody tells the site of nobody else.
        """
        found = np.flatnonzero(self._single_valued(is_known, targets, to_the_end=True))
        others = [place for place in found.tolist() if not self._are_same_people(place, is_known)]
        return np.array(others, np.int64)

    def _insights(
        self, who: Sequence[tuple[str, ...]], known: Sequence[BoolArray]
    ) -> Iterator[Insight]:
        for name, is_known, doubtful in zip(who, known, self._in_doubt(known), strict=True):
            places = self.worked_out(is_known, doubtful)
            if places.size:
                yield Insight(name, places)

    def _in_doubt(self, known: Sequence[BoolArray]) -> list[BoolArray]:
        """For each reader the targets (k) that no group with them was shown not to work out."""
        doubtful = [self._targets & ~is_known for is_known in known]
        if len(known) < 2 * _GROUPS:
            return doubtful
        draw = np.random.default_rng(_SEED)
        for _ in range(_PARTITIONS):
            for group in np.array_split(draw.permutation(len(known)), _GROUPS):
                is_known = np.any([known[at] for at in group], axis=0)
                wanted = np.any([doubtful[at] for at in group], axis=0) & ~is_known
                left = self._single_valued(is_known, wanted, to_the_end=False) | ~wanted
                for at in group:
                    doubtful[at] &= left
        return doubtful

    def _single_valued(
        self, is_known: BoolArray, targets: BoolArray, *, to_the_end: bool
    ) -> BoolArray:
        """Targets (k), but known ones, with one value left; or, not to the end, perhaps so."""
        found = np.zeros(self._system.size, np.bool_)
        known = is_known[self._places]
        near = np.isin(self._component, np.unique(self._component[known]))
        places = self._places[near]
        wanted = (targets & ~is_known)[places]
        if not wanted.any():
            return found
        true, known = self._counts[places].astype(np.float64), known[near]
        part = self._lines.among(near)
        low, high = np.where(known, true, part.low), np.where(known, true, part.high)
        tight = propagated(part.knowing(low, high))
        smaller, still_open = tight.only_open()
        single = wanted & ~tight.is_open
        left, first = wanted[still_open], true[still_open]
        reach, unsettled = explore(smaller, left, _ONE_MORE, known=first, to_the_end=to_the_end)
        has_one = left & ~_ONE_MORE.is_met(reach.least, reach.most)
        single[still_open] |= has_one & ~(unsettled & to_the_end)
        found[places] = single
        return found

    def _are_same_people(self, place: int, is_known: BoolArray) -> bool:
        """Whether a known cell is a part or a whole of this one and holds as many people."""
        up = breadth_first_order(self._whole_of, place, return_predecessors=False)
        down = breadth_first_order(self._whole_of.T, place, return_predecessors=False)
        related = np.concatenate([up, down])
        alike = is_known[related] & (self._counts[related] == self._counts[place])
        return bool(alike.any())


def _whole_of(system: System) -> csr_array:
    """Ones (k by k) where the cell of the row is a part of the cell of the column."""
    matrix = csr_array(vstack([system.sums, system.limits]))
    parts, wholes = matrix.maximum(0).sign(), (-matrix).maximum(0).sign()
    # A limit with several wholes says that a whole is no larger than its parts: not what is asked.
    single = np.flatnonzero(np.asarray(wholes.sum(axis=1)).ravel() == 1)
    return csr_array(parts[single].T @ wholes[single])


def singletons(system: System, counts: IntArray, but: IntArray, most: int) -> IntArray:
    """Hidden cells with one person, without the places ``but``: ``most`` at most, evenly spread."""
    is_alone = system.is_hidden & (counts == 1)
    is_alone[but] = False
    alone = np.flatnonzero(is_alone)
    if alone.size <= most:
        return alone
    return alone[np.linspace(0, alone.size - 1, most).astype(np.int64)]
