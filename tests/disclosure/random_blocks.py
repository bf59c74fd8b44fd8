"""Made-up blocks of published cells that add up, and what readers see of them once some are hidden.

A block is a few dimensions crossed: sites in regions, therapies in classes, ages, each with its
totals. A dimension is a list of relations between its words, so that two groupings of the same
sites which do not nest (``linked``), or groups that share people (``overlapping``), are relations
like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from triggerscape.disclosure.cells.system import System

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, IntArray

KINDS = ("two_way", "three_way", "hierarchy", "linked", "overlapping")


class Relation(NamedTuple):
    """A whole and its parts: words of one dimension."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """The words of one dimension, leaves first, and how they go together."""

    name: str
    leaves: tuple[str, ...]
    relations: tuple[Relation, ...]
    shares_people: bool = False  # a person may be in several leaves: wholes are no sums

    @property
    def words(self) -> tuple[str, ...]:
        return *self.leaves, *(relation.whole for relation in self.relations)

    def leaves_of(self, word: str) -> list[int]:
        """Places of the leaves a word stands for."""
        if word in self.leaves:
            return [self.leaves.index(word)]
        parts = next(r.parts for r in self.relations if r.whole == word)
        return sorted({leaf for part in parts for leaf in self.leaves_of(part)})


def random_block(seed: int, kind: str, *, size: int = 300) -> tuple[System, IntArray]:
    """A block of about ``size`` cells, all printed exactly, and its true counts."""
    draw = np.random.default_rng([seed, KINDS.index(kind), size])
    dimensions = dimensions_of(kind, size)
    return block_of(dimensions, _leaf_people(dimensions, draw))


def dimensions_of(kind: str, size: int) -> list[Dimension]:
    """The dimensions of a kind of block, with as many sites as make ``size`` cells."""
    if kind == "two_way":
        others = [flat("group", "G", 7)]
    elif kind == "three_way":
        others = [flat("therapy", "T", 4), flat("age", "A", 3)]
    elif kind == "hierarchy":
        others = [nested("therapy", "T", 8, each=3, group="class ")]
    elif kind == "linked":
        others = [flat("group", "G", 5)]
    else:
        others = [replace(flat("therapy", "T", 6), shares_people=True)]
    sites = max(4, round(size / prod(len(d.words) for d in others) * 0.8) - 1)
    place = nested("site", "S", sites, each=5, group="region ")
    if kind == "linked":
        place = _grouped_twice(place)
    return [place, *others]


def flat(name: str, letter: str, leaves: int) -> Dimension:
    """Leaves under one total."""
    words = tuple(f"{letter}{number:02d}" for number in range(1, leaves + 1))
    return Dimension(name, words, (Relation("all", words),))


def nested(name: str, letter: str, leaves: int, *, each: int, group: str) -> Dimension:
    """Leaves in groups of ``each`` under one total; a small remainder joins the last group."""
    words = flat(name, letter, leaves).leaves
    starts = list(range(0, max(leaves - each // 2, 1), each))
    ends = [*starts[1:], leaves]
    groups = tuple(
        Relation(f"{group}{number}", words[start:end])
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )
    if len(groups) == 1:
        return Dimension(name, words, (Relation("all", words),))
    return Dimension(name, words, (*groups, Relation("all", tuple(g.whole for g in groups))))


def _grouped_twice(place: Dimension) -> Dimension:
    """The sites once more by network, every third together: groups that cross the regions."""
    networks = tuple(Relation(f"network {n + 1}", place.leaves[n::3]) for n in range(3))
    return replace(place, relations=(*networks, *place.relations))


def _leaf_people(dimensions: list[Dimension], draw: np.random.Generator) -> IntArray:
    """People in each finest cell: some sites and groups larger than others, one in twenty empty."""
    shape = [len(d.leaves) for d in dimensions]
    weights = [np.exp(draw.normal(0, 0.7, leaves)) for leaves in shape]
    mean = np.ones(())
    for weight in weights:
        mean = np.multiply.outer(mean, weight / weight.mean())
    people = draw.poisson(draw.gamma(1.5, 20.0 * mean / 1.5))
    return np.where(draw.random(shape) < 0.05, 0, people).astype(np.int64)


def block_of(dimensions: list[Dimension], people: IntArray) -> tuple[System, IntArray]:
    """All cells of crossed dimensions over the numbers of people in the finest cells.

    Where the last dimension shares people, up to a third of those of a leaf are in the leaf before
    as well: a whole counts everybody once.
    """
    words = [d.words for d in dimensions]
    place_of = {cell: place for place, cell in enumerate(product(*words))}
    counts = np.array([_people_of(dimensions, cell, people) for cell in place_of], np.int64)
    sums: list[dict[int, int]] = []
    limits: list[dict[int, int]] = []
    for axis, dimension in enumerate(dimensions):
        rest = [*words[:axis], (None,), *words[axis + 1 :]]
        for cell, relation in product(product(*rest), dimension.relations):
            whole, *parts = (
                place_of[(*cell[:axis], word, *cell[axis + 1 :])]
                for word in (relation.whole, *relation.parts)
            )
            if dimension.shares_people:
                limits += [{part: 1, whole: -1} for part in parts]
                limits.append({whole: 1} | dict.fromkeys(parts, -1))
            else:
                sums.append({whole: -1} | dict.fromkeys(parts, 1))
    names = tuple(
        ", ".join(f"{d.name} {word}" for d, word in zip(dimensions, cell, strict=True))
        for cell in place_of
    )
    sites = next((axis for axis, d in enumerate(dimensions) if d.name == "site"), None)
    own = [
        cell[sites] if sites is not None and cell[sites] in dimensions[sites].leaves else ""
        for cell in place_of
    ]
    k = len(names)
    system = System(
        names, counts.astype(float), counts.astype(float), matrix(sums, k), matrix(limits, k),
        np.arange(k), tuple(own), np.zeros(k, bool),
    )  # fmt: skip
    return system, counts


def _people_of(dimensions: list[Dimension], cell: tuple[str, ...], people: IntArray) -> int:
    leaves = [d.leaves_of(word) for d, word in zip(dimensions, cell, strict=True)]
    inside = people[np.ix_(*leaves)]
    if not dimensions[-1].shares_people:
        return int(inside.sum())
    # Up to a third of a leaf's people are in the leaf before as well; nobody is in three.
    of_leaf = inside.reshape(-1, inside.shape[-1])
    again = np.minimum(of_leaf[:, 1:] // 3, of_leaf[:, :-1] // 2)
    return int(of_leaf.sum() - again.sum())


def matrix(rows: list[dict[int, int]], width: int) -> csr_array:
    """Sparse rows from the places and coefficients of each."""
    at = [(number, place, c) for number, row in enumerate(rows) for place, c in row.items()]
    where = np.array([a[:2] for a in at], np.int64).reshape(-1, 2).T
    values = np.array([a[2] for a in at], np.float64)
    return csr_array((values, (where[0], where[1])), shape=(len(rows), width))


def is_small(counts: IntArray, threshold: int = 11) -> BoolArray:
    """Cells that must be hidden for their number of people."""
    return (counts > 0) & (counts < threshold)


def hidden(
    system: System, counts: IntArray, is_hidden: BoolArray, *,
    mode: str = "exact", base: int = 5, threshold: int = 11,
) -> System:  # fmt: skip
    """The system as readers see it: nothing of hidden cells, the others exact or rounded.

    Rounded, counts are at the nearest multiple of the base, halves up; one of ``threshold`` people
    or more is printed as the first multiple from the threshold on at least (with base 5, 11 and 12
    as 15, so that 15 stands for 11 to 17). A zero is a zero.
    """
    low, high = counts.astype(float), counts.astype(float)
    if mode == "rounded":
        printed = (2 * counts + base) // (2 * base) * base
        fewest = -(-threshold // base) * base
        printed = np.where(counts >= threshold, np.maximum(printed, fewest), printed)
        low = np.maximum(printed - base // 2, 0).astype(float)
        low = np.where(printed == fewest, threshold, low)
        low = np.where((counts < threshold) & (printed == fewest), printed - base // 2, low)
        high = (printed + (base - 1) // 2).astype(float)
        low, high = np.where(counts == 0, 0, low), np.where(counts == 0, 0, high)
    low, high = np.where(is_hidden, 0, low), np.where(is_hidden, np.inf, high)
    return replace(system, low=low, high=high, is_hidden=np.asarray(is_hidden, bool))
