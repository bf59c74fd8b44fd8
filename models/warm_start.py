"""First coefficients from a sample of whole blocks, so that two scans of everything are enough."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from models.conditional_poisson import LikelihoodSums, empty_sums, sums_by_site
from models.day_block import DayBlock, informative_cells, read_day_block
from models.estimability import estimability
from models.exposure_counts import count_exposures, empty_counts
from models.newton import climb
from models.person_blocks import BatchSource, person_blocks
from models.person_days import FloatArray

MOST_BLOCKS = 32
MOST_LOOKS = 20
NEAR_ENOUGH = 1e-2


def warm_start(source: BatchSource, factors: Sequence[str], *, by_stratum: bool) -> FloatArray:
    """Rough coefficients (factors,) from at most 32 blocks spread evenly over one scan.

    They only save scans: the fit goes on from them to the same optimum. A factor the sample cannot
    speak about starts at 0.
    """
    blocks = [
        informative_cells(read_day_block(table, factors, by_stratum=by_stratum))
        for table in _spread(source)
    ]
    counts = empty_counts(len(factors))
    for block in blocks:
        counts = counts.plus(count_exposures(block))
    coefficients = np.zeros(len(factors))
    sums = _sums(blocks, coefficients)
    kept = estimability(sums.information, counts, factors).kept
    ascent = climb(
        partial(_sums, blocks), coefficients, sums, kept, goal=NEAR_ENOUGH, most_looks=MOST_LOOKS
    )
    return ascent.point + ascent.step


def _spread(source: BatchSource) -> list[pa.Table]:
    """Every n-th block of a scan, n doubling whenever the sample outgrows its limit."""
    sample: list[pa.Table] = []
    every = 1
    for place, table in enumerate(person_blocks(source())):
        if place % every:
            continue
        sample.append(table)
        if len(sample) > MOST_BLOCKS:
            sample = sample[::2]
            every *= 2
    return sample


def _sums(blocks: list[DayBlock], coefficients: FloatArray) -> LikelihoodSums:
    total = empty_sums(len(coefficients))
    for block in blocks:
        for sums in sums_by_site(block, coefficients).values():
            total = total.plus(sums)
    return total
