"""Folds by person that no row order, batch or machine can change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def person_folds(
    person_id: npt.NDArray[np.int64], arm: npt.NDArray[np.integer], n_folds: int
) -> npt.NDArray[np.intp]:
    """A fold (rows,) from 0 to ``n_folds`` - 1, as even in people as can be within each arm.

    All rows of a person fall into one fold; people who are ever in a higher arm are dealt out with
    that arm. Within an arm they are ordered by a hash of their id and dealt out in turn.
    """
    people, row_of = np.unique(person_id, return_inverse=True)
    highest = np.full(len(people), np.iinfo(np.int64).min)
    np.maximum.at(highest, row_of, arm.astype(np.int64))
    order = np.lexsort((scramble(people), highest))
    _, first = np.unique(highest[order], return_index=True)
    started = np.repeat(first, np.diff(first, append=len(order)))
    folds = np.empty(len(people), dtype=np.intp)
    folds[order] = (np.arange(len(order)) - started) % n_folds
    return folds[row_of]


def scramble(values: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """One step of SplitMix64 from each value (Steele, Lea and Flood, OOPSLA 2014).

    A bijection: two ids never share a hash, so the order it gives is complete.
    """
    mixed = values.astype(np.uint64) + _STEP
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return mixed ^ (mixed >> np.uint64(31))
