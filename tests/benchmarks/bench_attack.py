"""Time of the attackers on a release of many small blocks and on one large linked block.

    python tests/benchmarks/bench_attack.py

The yardstick is a pair of linear programmes for each hidden cell, on a sample of them. One thread;
only ratios of one run mean anything on a shared machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "disclosure"))  # random_blocks

from random_blocks import block_of, flat, hidden, is_small, nested, random_block

from triggerscape.disclosure.attack.all_attacks import attack
from triggerscape.disclosure.attack.intervals import Enough, intervals
from triggerscape.disclosure.cells.system import System

MODES = ("rounded", "exact")
_SAMPLE = 20


def many_small_blocks(cells: int = 10_000) -> tuple[System, np.ndarray]:
    """A release as they are: some hundred tables of a few sites and groups that share nothing."""
    blocks = []
    while sum(system.size for system, _ in blocks) < cells:
        blocks.append(random_block(1000 + len(blocks), "two_way", size=40))
    systems = [system for system, _ in blocks]
    together = System(
        tuple(f"{at}: {n}" for at, s in enumerate(systems) for n in s.names),
        np.concatenate([s.low for s in systems]),
        np.concatenate([s.high for s in systems]),
        csr_array(block_diag([s.sums for s in systems], format="csr")),
        csr_array(block_diag([s.limits for s in systems], format="csr")),
        np.arange(sum(s.size for s in systems)),
        tuple(site for s in systems for site in s.site),
        np.concatenate([s.is_hidden for s in systems]),
    )
    return together, np.concatenate([counts for _, counts in blocks])


def linked_block(sites: int = 40) -> tuple[System, np.ndarray]:
    """Sites in regions by therapies in classes by ages: about 10,000 cells, all of them linked."""
    dimensions = [
        nested("site", "S", sites, each=5, group="region "),
        nested("therapy", "T", 24, each=4, group="class "),
        flat("age", "A", 6),
    ]
    draw = np.random.default_rng(7)
    mean = 26.0 * np.exp(draw.normal(0, 0.7, (sites, 1, 1)) + draw.normal(0, 0.7, (1, 24, 1)))
    people = draw.poisson(draw.gamma(1.5, np.broadcast_to(mean, (sites, 24, 6)) / 1.5))
    return block_of(dimensions, people.astype(np.int64))


def seconds(do: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    started = time.process_time()
    do()
    return time.process_time() - started


def one_pair_a_cell(system: System, places: np.ndarray) -> float:
    """Processor seconds that two linear programmes a cell would take, from a sample of cells."""
    sample = places[np.linspace(0, places.size - 1, _SAMPLE).astype(int)]
    told = {
        "A_eq": system.sums, "b_eq": np.zeros(system.sums.shape[0]),
        "bounds": np.column_stack([system.low, system.high]),
    }  # fmt: skip
    if system.limits.shape[0]:
        told |= {"A_ub": system.limits, "b_ub": np.zeros(system.limits.shape[0])}

    def all_of_them() -> None:
        for place in sample:
            towards = np.zeros(system.size)
            towards[place] = 1.0
            linprog(towards, **told)
            linprog(-towards, **told)

    return seconds(all_of_them) / _SAMPLE * places.size


def measured(name: str, system: System, counts: np.ndarray, *, insiders: bool) -> None:
    """Print a line a mode: intervals alone, one pair a cell, and every attack."""
    small = is_small(counts)
    more = small | ((counts > 0) & (np.random.default_rng(1).random(counts.size) < 0.25))
    for mode, is_hidden in zip(MODES, (small, more), strict=True):
        seen = hidden(system, counts, is_hidden, mode=mode, base=10)
        places = np.flatnonzero(small)
        enough = Enough(low=1, high=10) if mode == "exact" else Enough(width=2)
        ours = seconds(partial(intervals, seen, places, enough=enough, known=counts))
        pairs = one_pair_a_cell(seen, places)
        told = {"mode": mode, "base": 10, "insiders": insiders, "alone": insiders}
        whole = seconds(partial(attack, seen, counts, **told))
        print(  # noqa: T201
            f"{name:34} {mode:8} cells {system.size:6} small {places.size:5} "
            f"intervals {ours:6.2f} s, one pair a cell {pairs:8.1f} s ({pairs / ours:6.0f} times), "
            f"all attacks {whole:6.1f} s",
            flush=True,
        )


def main() -> None:
    """Measure both shapes."""
    system, counts = many_small_blocks()
    measured("tiny blocks", system, counts, insiders=True)
    measured("sites x therapies x ages, insiders", *linked_block(), insiders=True)
    measured("linked, no insiders", *random_block(1, "linked", size=15_000), insiders=False)


if __name__ == "__main__":
    main()
