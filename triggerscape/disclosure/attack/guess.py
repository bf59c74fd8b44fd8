"""A7: a data scientist's guess at hidden cells, against what they would have guessed anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import block_array, csc_array, csr_array, diags_array, vstack
from scipy.sparse.linalg import splu

from triggerscape.disclosure.attack.linear.lines import lines_of
from triggerscape.disclosure.attack.linear.propagation import propagated

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System

# The share of hidden counts guessed right may pass that of the prior by no more than this.
MOST_ADVANTAGE = 0.10
# With fewer hidden cells one lucky guess is all of it.
FEWEST_CELLS = 30
_MOST_ROUNDS = 2000
_STIFFNESS = 3.0
# A hundredth of a person: guesses are rounded to whole people.
_NEAR = 0.01


class Guess(NamedTuple):
    """Shares of hidden small counts guessed right: with everything published, and without.

    Without, by the better of the prior and of one number for all, the most frequent. ``error`` is
    the mean distance of the guess from the truth, in people.
    """

    cells: int
    right: float
    right_by_prior: float
    error: float

    @property
    def advantage(self) -> float:
        """By how much more often the guess is right than the prior."""
        return self.right - self.right_by_prior


def guess(system: System, counts: IntArray, targets: BoolArray, *, threshold: int = 11) -> Guess:
    """How well hidden cells can be guessed: nearest fit to the prior of all that is published.

    ``targets`` (k) are hidden cells that the reader takes to hold 1 to ``threshold - 1`` people.
    """
    tight = propagated(lines_of(system))
    prior = independent(system, tight.low, tight.high, threshold)
    fitted = nearest(system, prior, tight.low, tight.high)
    true = counts[targets]
    cells = int(targets.sum())
    if not cells:
        return Guess(0, 0.0, 0.0, 0.0)
    best, alone = (np.clip(np.rint(v[targets]), 1, threshold - 1) for v in (fitted, prior))
    off = float(np.abs(best - true).mean())
    most_frequent = np.bincount(true).max() / cells
    without = max(float((alone == true).mean()), float(most_frequent))
    return Guess(cells, float((best == true).mean()), without, off)


def independent(
    system: System, low: FloatArray, high: FloatArray, threshold: int = 11
) -> FloatArray:
    """A prior for every cell (k): rows and columns taken to be independent of each other.

    A printed cell is the middle of its bounds. A hidden one that is a part of two wholes p and q,
    parts of one whole g themselves, is p q / g, the geometric mean over all such; else an even
    share of its smallest whole; else half the threshold.
    """
    middle = np.where(np.isfinite(high), (low + high) / 2, np.maximum(low, threshold / 2))
    printed = ~system.is_hidden
    wholes = _wholes(system)
    prior = middle.copy()
    for place in np.flatnonzero(system.is_hidden):
        mine = [(w, n) for w, n in wholes.get(int(place), []) if printed[w]]
        logs = []
        for first, (p, _) in enumerate(mine):
            above = {w for w, _ in wholes.get(p, [])}
            for q, _ in mine[first + 1 :]:
                shared = above & {w for w, _ in wholes.get(q, [])}
                logs += [
                    np.log(max(middle[p], 0.5)) + np.log(max(middle[q], 0.5)) - np.log(middle[g])
                    for g in sorted(shared)
                    if printed[g] and middle[g] > 0
                ]
        if logs:
            prior[place] = float(np.exp(np.mean(logs)))
        elif mine:
            prior[place] = min(middle[w] / n for w, n in mine)
        else:
            prior[place] = threshold / 2
    return prior


def nearest(system: System, prior: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """The values (k) nearest to the prior, relative to its spread, that fit sums and bounds.

    Alternating directions: a step that fits the sums (one factorisation for all), a step into the
    bounds, until the two agree; limits are sums with a slack that is never negative.
    """
    limits = system.limits.shape[0]
    k = system.size
    matrix = csr_array(vstack([system.sums, system.limits]))
    slack = csr_array(
        (np.ones(limits), (np.arange(limits) + system.sums.shape[0], np.arange(limits))),
        shape=(matrix.shape[0], limits),
    )
    wide = csr_array(block_array([[matrix, slack]])) if limits else matrix
    weight = np.concatenate([1.0 / (prior + 1.0), np.full(limits, 1e-6)])
    floor = np.concatenate([low, np.zeros(limits)])
    ceiling = np.concatenate([high, np.full(limits, np.inf)])
    target = np.concatenate([prior, np.zeros(limits)])
    stiff = _STIFFNESS * np.concatenate([1.0 / (prior + 1.0), np.full(limits, 0.1)])
    still = diags_array(np.full(matrix.shape[0], -1e-9))
    both = csc_array(block_array([[diags_array(weight + stiff), wide.T], [wide, still]]))
    solve = splu(both, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0)
    inside = np.clip(target, floor, ceiling)
    price = np.zeros(k + limits)
    nothing = np.zeros(matrix.shape[0])
    for _ in range(_MOST_ROUNDS):
        right = weight * target + stiff * (inside - price)
        fitting = solve.solve(np.concatenate([right, nothing]))[: k + limits]
        inside = np.clip(fitting + price, floor, ceiling)
        price += fitting - inside
        if np.abs(fitting - inside)[:k].max(initial=0.0) < _NEAR:
            break
    return np.asarray(inside[:k], np.float64)


def _wholes(system: System) -> dict[int, list[tuple[int, int]]]:
    """For each part the wholes of its sums and of how many parts each is made."""
    found: dict[int, list[tuple[int, int]]] = {}
    for matrix in (csr_array(system.sums), csr_array(system.limits)):
        for start, end in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
            places, values = matrix.indices[start:end], matrix.data[start:end]
            parts, whole = places[values > 0], places[values < 0]
            if whole.size == 1:
                for part in parts:
                    found.setdefault(int(part), []).append((int(whole[0]), int(parts.size)))
    return found
