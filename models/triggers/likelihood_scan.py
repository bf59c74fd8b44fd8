"""One scan of the data: each block's sums, on any number of threads, added in block order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from models.stream.block_stream import BlockLoader, BlockStream
from models.stream.exposure_counts import ExposureCounts, count_exposures, empty_counts
from models.stream.person_days import FloatArray
from models.triggers.conditional_poisson import LikelihoodSums, empty_sums, sums_by_site


@dataclass(frozen=True, eq=False)
class Scan:
    """What one scan saw at one coefficient vector; ``counts`` stay empty unless asked for."""

    n_rows: int
    n_complete: int
    n_people: int
    counts: ExposureCounts
    sites: dict[str, LikelihoodSums]

    def plus(self, other: Scan) -> Scan:
        """The scan of two disjoint sets of people."""
        sites = dict(self.sites)
        for site, sums in other.sites.items():
            sites[site] = sites[site].plus(sums) if site in sites else sums
        return Scan(
            self.n_rows + other.n_rows,
            self.n_complete + other.n_complete,
            self.n_people + other.n_people,
            self.counts.plus(other.counts),
            sites,
        )

    @property
    def total(self) -> LikelihoodSums:
        """All sites together, added in the order of their codes."""
        total = empty_sums(len(self.counts.n_people))
        for site in sorted(self.sites):
            total = total.plus(self.sites[site])
        return total


def scan_likelihood(
    stream: BlockStream, coefficients: FloatArray, *, counting: bool, threads: int
) -> Scan:
    """Look at every block once and add up, in block order whatever the threads."""
    look = partial(_look, coefficients=coefficients, counting=counting)
    scan = Scan(0, 0, 0, empty_counts(len(coefficients)), {})
    for seen in _in_order(look, stream.loaders(), threads):
        scan = scan.plus(seen)
    return scan


def _look(load: BlockLoader, *, coefficients: FloatArray, counting: bool) -> Scan:
    block = load()
    return Scan(
        n_rows=block.n_rows,
        n_complete=block.n_complete,
        n_people=block.n_people,
        counts=count_exposures(block) if counting else empty_counts(len(coefficients)),
        sites=sums_by_site(block, coefficients),
    )


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
