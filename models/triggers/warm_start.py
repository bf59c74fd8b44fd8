"""First coefficients from a sample of blocks, so that two scans of everything are enough."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from models.stream.day_block import DayBlock
from models.stream.exposure_counts import count_exposures, empty_counts
from models.stream.person_days import FloatArray
from models.triggers.conditional_poisson import LikelihoodSums, empty_sums, sums_by_site
from models.triggers.estimability import estimability
from models.triggers.newton import climb

MOST_LOOKS = 20
NEAR_ENOUGH = 1.0  # one standard error of the sample, which is itself further from the whole


def warm_start(blocks: list[DayBlock], factors: Sequence[str]) -> FloatArray:
    """Rough coefficients (factors,) from a sample of blocks.

    They only save scans: the fit goes on from them to the same optimum. A factor the sample cannot
    speak about starts at 0.
    """
    counts = empty_counts(len(factors))
    for block in blocks:
        counts = counts.plus(count_exposures(block))
    start = np.zeros(len(factors))
    sums = _sums(blocks, start)
    kept = estimability(sums.information, counts, factors).kept
    look = partial(_sums, blocks)
    ascent = climb(look, start, sums, kept, goal=NEAR_ENOUGH, most_looks=MOST_LOOKS)
    return ascent.point + ascent.step


def _sums(blocks: list[DayBlock], coefficients: FloatArray) -> LikelihoodSums:
    total = empty_sums(len(coefficients))
    for block in blocks:
        for sums in sums_by_site(block, coefficients).values():
            total = total.plus(sums)
    return total
