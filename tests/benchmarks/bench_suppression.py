"""Processor time of mode S by size of a block, with and without insiders.

PYTHONPATH=.:tests/disclosure python tests/benchmarks/bench_suppression.py [most cells]

Three-way blocks of 100 cells and more, up to 3,000 or what is given.
"""

from __future__ import annotations

import sys
import time

from random_blocks import is_small, random_block

from triggerscape.disclosure.exact.suppress import hide_complements

SIZES = (100, 300, 1_000, 3_000, 10_000)
MOST = 3_000


def seconds(size: int, *, insiders: bool) -> tuple[int, int, int, float]:
    """Cells, small cells, cells hidden beside them, and processor seconds of one block."""
    system, counts = random_block(1, "three_way", size=size)
    started = time.process_time()
    pattern = hide_complements(system, counts, is_small(counts), threshold=11, insiders=insiders)
    spent = time.process_time() - started
    return system.size, int(is_small(counts).sum()), int(pattern.secondary.sum()), spent


if __name__ == "__main__":
    most = int(sys.argv[1]) if len(sys.argv) > 1 else MOST
    for chosen in (size for size in SIZES if size <= most):
        for inside in (False, True):
            cells, small, secondary, spent = seconds(chosen, insiders=inside)
            who = "sites too" if inside else "outsiders"
            sys.stdout.write(
                f"{cells:>6} cells, {small:>5} small, {who}: {secondary:>5} beside, {spent:.1f} s\n"
            )
