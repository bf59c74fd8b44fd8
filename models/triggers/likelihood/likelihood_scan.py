"""One scan of the data: each block's sums, on any number of threads, added in block order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from models.stream.block_stream import BlockLoader
from models.stream.day_block import DayBlock
from models.stream.exposure_counts import ExposureCounts, count_exposures
from models.triggers.likelihood.conditional_poisson import (
    Points,
    log_likelihood_at_zero,
    sums_by_site,
)
from models.triggers.likelihood.likelihood_sums import LikelihoodSums


@dataclass(frozen=True, eq=False)
class Scan:
    """What one scan saw at one point; ``counts`` and ``at_zero`` stay empty unless asked for.

    ``sites`` and ``counts`` are by site code; ``at_zero`` is the log-likelihood without effects.
    """

    n_rows: int
    n_complete: int
    n_people: int
    sites: dict[str, LikelihoodSums]
    counts: dict[str, ExposureCounts]
    at_zero: float = 0.0

    def plus(self, other: Scan) -> Scan:
        """The scan of two disjoint sets of people."""
        sites, counts = dict(self.sites), dict(self.counts)
        for site, sums in other.sites.items():
            sites[site] = sites[site].plus(sums) if site in sites else sums
        for site, seen in other.counts.items():
            counts[site] = counts[site].plus(seen) if site in counts else seen
        return Scan(
            self.n_rows + other.n_rows,
            self.n_complete + other.n_complete,
            self.n_people + other.n_people,
            sites,
            counts,
            self.at_zero + other.at_zero,
        )


def empty_scan() -> Scan:
    """The scan of nobody."""
    return Scan(0, 0, 0, {}, {})


def scan_likelihood(
    loaders: Iterable[BlockLoader], points: Points, *, counting: bool = False, threads: int = 1
) -> Scan:
    """Look at every block once and add up, in block order whatever the threads."""
    look = partial(_load_and_look, points=points, counting=counting)
    scan = empty_scan()
    for seen in _in_order(look, loaders, threads):
        scan = scan.plus(seen)
    return scan


def look_at(block: DayBlock, points: Points, *, counting: bool) -> Scan:
    """The scan of one block."""
    return Scan(
        n_rows=block.n_rows,
        n_complete=block.n_complete,
        n_people=block.n_people,
        sites=sums_by_site(block, points),
        counts=count_exposures(block) if counting else {},
        at_zero=log_likelihood_at_zero(block) if counting else 0.0,
    )


def _load_and_look(load: BlockLoader, *, points: Points, counting: bool) -> Scan:
    return look_at(load(), points, counting=counting)


def _in_order(
    look: Callable[[BlockLoader], Scan], loaders: Iterable[BlockLoader], threads: int
) -> Iterator[Scan]:
    """Map over the blocks, keeping their order and at most two blocks a thread in memory."""
    if threads == 1:
        yield from map(look, loaders)
        return
    waiting: deque[Future[Scan]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for load in loaders:
            waiting.append(pool.submit(look, load))
            if len(waiting) >= 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
