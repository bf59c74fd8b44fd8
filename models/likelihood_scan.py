"""One scan of the data: each block's sums, on any number of threads, added in block order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from models.conditional_poisson import LikelihoodSums, empty_sums, sums_by_site
from models.day_block import informative_cells, read_day_block
from models.exposure_counts import ExposureCounts, count_exposures, empty_counts
from models.person_blocks import BatchSource, person_blocks
from models.person_days import FloatArray


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
    source: BatchSource,
    factors: Sequence[str],
    coefficients: FloatArray,
    *,
    by_stratum: bool,
    counting: bool,
    threads: int,
) -> Scan:
    """Read the source once and add up every block, in block order whatever the threads."""
    look = partial(
        _scan_block,
        factors=factors,
        coefficients=coefficients,
        by_stratum=by_stratum,
        counting=counting,
    )
    scan = Scan(0, 0, 0, empty_counts(len(factors)), {})
    for seen in _in_order(look, person_blocks(source()), threads):
        scan = scan.plus(seen)
    return scan


def _scan_block(
    table: pa.Table,
    *,
    factors: Sequence[str],
    coefficients: FloatArray,
    by_stratum: bool,
    counting: bool,
) -> Scan:
    block = informative_cells(read_day_block(table, factors, by_stratum=by_stratum))
    return Scan(
        n_rows=block.n_rows,
        n_complete=block.n_complete,
        n_people=block.n_people,
        counts=count_exposures(block) if counting else empty_counts(len(factors)),
        sites=sums_by_site(block, coefficients),
    )


def _in_order(
    look: Callable[[pa.Table], Scan], tables: Iterable[pa.Table], threads: int
) -> Iterator[Scan]:
    """Map over the tables, keeping their order and at most two tables a thread in memory."""
    if threads == 1:
        yield from map(look, tables)
        return
    waiting: deque[Future[Scan]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for table in tables:
            waiting.append(pool.submit(look, table))
            if len(waiting) >= 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
