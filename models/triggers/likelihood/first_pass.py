"""The first pass: it counts, and climbs while it reads, so that a second pass is near the top.

Each stretch of blocks is looked at from the best point known before it. What was seen from
different points is one quadratic: a block that had gradient g and information H at point b adds
g + H b and H, and the next point solves H x = g + H b. The opening, seen from furthest away, is
held and looked at once more in the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from models.stream.block_stream import BlockStream, reused_exposures
from models.stream.exposure_counts import total_counts
from models.stream.packed_block import PackedBlock, packed
from models.stream.person_days import FloatArray
from models.triggers.likelihood.estimability import Estimability, estimability
from models.triggers.likelihood.likelihood_scan import Scan, empty_scan, look_at, scan_likelihood
from models.triggers.likelihood.likelihood_sums import LikelihoodSums, total_sums
from models.triggers.likelihood.newton import climb, solved

FIRST_BLOCKS = 2
OPENING_BLOCKS = 8
STRETCH = 0.5  # of the blocks before
MOST_LOOKS = 20
NEAR_ENOUGH = 1.0  # one standard error of the first blocks, themselves further from the whole
FURTHEST = 1.0  # from far away a full step overshoots a strong rare factor


@dataclass(frozen=True, eq=False)
class FirstPass:
    """Where to look next, which factors can be in the model, and what was counted.

    ``point`` is (factors,), zero for a factor that is not in the model. The sums in ``scan`` were
    taken at several points: only its counts and its ``at_zero`` mean anything.
    """

    point: FloatArray
    able: Estimability
    scan: Scan


@dataclass(frozen=True, eq=False)
class _Quadratic:
    """The likelihood near the top as it is known so far: H, and g + H b."""

    information: FloatArray
    pull: FloatArray

    def plus(self, sums: LikelihoodSums, point: FloatArray) -> _Quadratic:
        return _Quadratic(
            self.information + sums.information,
            self.pull + sums.gradient + sums.information @ point,
        )


def first_pass(stream: BlockStream, factors: Sequence[str], *, threads: int) -> FirstPass:
    """Read everything once; the result is the same for every number of threads."""
    n_factors = len(factors)
    nothing = _Quadratic(np.zeros((n_factors, n_factors)), np.zeros(n_factors))
    loaders = stream.loaders()
    opening = [packed(load()) for load in islice(loaders, OPENING_BLOCKS)]
    point = _climb_within(opening[:FIRST_BLOCKS], factors)
    scan = _look(opening, point, counting=True)
    start = nothing.plus(total_sums(scan.sites, n_factors), point)
    able, point = _next_point(scan, start, point, factors)
    n_blocks = OPENING_BLOCKS
    rest = nothing
    while True:
        size = round(STRETCH * n_blocks)
        seen = scan_likelihood(islice(loaders, size), point, counting=True, threads=threads)
        if not seen.n_rows:
            break
        n_blocks += size
        scan = scan.plus(seen)
        rest = rest.plus(total_sums(seen.sites, n_factors), point)
        so_far = _Quadratic(start.information + rest.information, start.pull + rest.pull)
        able, point = _next_point(scan, so_far, point, factors)
    again = total_sums(_look(opening, point, counting=False).sites, n_factors)
    able, point = _next_point(scan, rest.plus(again, point), point, factors)
    return FirstPass(point, able, scan)


def _climb_within(blocks: list[PackedBlock], factors: Sequence[str]) -> FloatArray:
    """The top of a few blocks; no effects at all where the likelihood there rises for ever."""
    scan = _look(blocks, np.zeros(len(factors)), counting=True)
    sums = total_sums(scan.sites, len(factors))
    counts = total_counts(scan.counts, len(factors))
    kept = estimability(sums.information, counts, factors).kept

    def look(point: FloatArray) -> LikelihoodSums:
        return total_sums(_look(blocks, point, counting=False).sites, len(factors))

    start = np.zeros(len(factors))
    ascent = climb(look, start, sums, kept, goal=NEAR_ENOUGH, most_looks=MOST_LOOKS)
    return start if ascent.runs_off else ascent.ahead


def _look(blocks: list[PackedBlock], point: FloatArray, *, counting: bool) -> Scan:
    scan = empty_scan()
    for block in blocks:
        scan = scan.plus(look_at(block.unpacked(reused_exposures), point, counting=counting))
    return scan


def _next_point(
    scan: Scan, seen: _Quadratic, point: FloatArray, factors: Sequence[str]
) -> tuple[Estimability, FloatArray]:
    """The top of the quadratic, no coefficient further than 1 from where it was."""
    able = estimability(seen.information, total_counts(scan.counts, len(factors)), factors)
    top = solved(seen.information, seen.pull, able.kept)
    near = np.clip(top, point - FURTHEST, point + FURTHEST)
    inside = np.zeros(len(factors))
    inside[list(able.kept)] = near[list(able.kept)]
    return able, inside
