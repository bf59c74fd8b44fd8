"""Within-person trigger effects: each person compared with themselves on other days.

Fixed-effects Poisson with the person (or person x stratum) absorbed in closed form, fitted by
Newton steps over a stream, one scan of the data per step. People never become parameters, so
memory depends on neither days nor people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from models.results import WIDEST, FactorEstimate
from models.stream.block_stream import BlockStream
from models.stream.exposure_counts import CountsBySite
from models.stream.person_blocks import BatchSource
from models.stream.person_days import FloatArray
from models.triggers.likelihood.estimability import without_a_top
from models.triggers.likelihood.factor_estimates import factor_estimates
from models.triggers.likelihood.first_pass import FirstPass, first_pass
from models.triggers.likelihood.likelihood_scan import Scan, scan_likelihood
from models.triggers.likelihood.likelihood_sums import LikelihoodSums, total_sums
from models.triggers.likelihood.newton import SLACK, Ascent, climb, sandwich

VARIANCE = "person-clustered sandwich, CR1 = G / (G - 1)"
PUBLICATION_GOAL = 1e-2
AUDIT_GOAL = 1e-10
MOST_PASSES = 25


@dataclass(frozen=True, eq=False)
class WithinPersonFit:
    """The estimates in the caller's order of factors, and what a diagnosis or a later step needs.

    ``n_rows`` were read, ``n_complete`` had the outcome and every factor observed,
    ``n_contributing`` people had an event and a day to compare it with. ``decrement`` is the
    squared distance, in standard errors, that the last Newton step covered. ``kept`` are the places
    of the factors in the model; ``covariance`` is theirs. ``site_sums`` hold each site's gradient,
    information and meat at ``expansion_point``, where the last scan was taken, and ``site_counts``
    the people and days behind each factor there.
    """

    estimates: tuple[FactorEstimate, ...]
    n_rows: int
    n_complete: int
    n_people: int
    n_contributing: int
    passes: int
    decrement: float
    kept: tuple[int, ...]
    covariance: FloatArray
    expansion_point: FloatArray
    site_sums: dict[str, LikelihoodSums]
    site_counts: CountsBySite
    variance: str = VARIANCE

    @property
    def total(self) -> LikelihoodSums:
        """The sums of all sites at ``expansion_point``."""
        return total_sums(self.site_sums, len(self.estimates))


def fit_within_person(
    source: BatchSource,
    factors: Sequence[str],
    *,
    by_stratum: bool = False,
    weight: str = "",
    decrement_goal: float = PUBLICATION_GOAL,
    widest: float = WIDEST,
    threads: int = 1,
) -> WithinPersonFit:
    """Joint log rate ratios of all factors, each adjusted for the others and for the person.

    ``source()`` gives record batches sorted by person_id (then stratum) with the columns
    person_id, site_code, outcome, the factors, and stratum when ``by_stratum``. ``read_day_block``
    says how missing values are treated. A column named by ``weight`` counts each day so many times
    in the likelihood (inverse of the chance that it was observed); the sandwich stays by person.

    The first pass counts and climbs while it reads; then come passes from one point each, until a
    Newton step covers less than the square root of ``decrement_goal`` standard errors: two passes
    as a rule for ``PUBLICATION_GOAL``, three for the last digits of ``AUDIT_GOAL``. A pass is a
    scan unless the first one could be kept in memory. The result is the same to the last bit for
    every number of ``threads`` and every batching of the stream.

    A factor without an estimate is reported ``not_estimable`` with the reason; one whose rate
    ratio has no bound is left out of the model, the others are still fitted. Where the likelihood
    has no top, or has not settled after 25 passes, no factor has an estimate. Nor has one whose
    standard error passes ``widest``; columns of a curve mean nothing alone, and need no such limit.
    Variance: V = H^-1 (sum_i s_i s_i') H^-1 x G / (G - 1) over the G contributing people.

    Raises ValueError for an unsorted stream or unusable values.
    """
    stream = BlockStream(source, factors, by_stratum=by_stratum, weight=weight, repeated=True)
    scans: list[Scan] = []

    def look(point: FloatArray) -> LikelihoodSums:
        scans.append(scan_likelihood(stream.loaders(), point, threads=threads))
        return total_sums(scans[-1].sites, len(factors))

    with threadpool_limits(limits=1, user_api="blas"):
        first = first_pass(stream, factors, threads=threads)
        able = first.able
        start, sums = _better_than_nothing(look, first)
        looks_left = MOST_PASSES - 1 - len(scans)
        ascent = climb(look, start, sums, able.kept, goal=decrement_goal, most_looks=looks_left)
        if ascent.runs_off or not ascent.is_there(decrement_goal):
            able, nowhere = without_a_top(able), np.zeros_like(start)
            ascent = Ascent(nowhere, look(nowhere), able.kept)
        errors = sandwich(ascent.sums, able.kept)
    counts = first.scan.counts
    return WithinPersonFit(
        estimates=factor_estimates(factors, ascent.ahead, errors, able, counts, widest=widest),
        n_rows=first.scan.n_rows,
        n_complete=first.scan.n_complete,
        n_people=first.scan.n_people,
        n_contributing=ascent.sums.n_people,
        passes=1 + len(scans),
        decrement=ascent.decrement,
        kept=able.kept,
        covariance=errors.covariance,
        expansion_point=ascent.point,
        site_sums=scans[-1].sites,
        site_counts=counts,
    )


def _better_than_nothing(
    look: Callable[[FloatArray], LikelihoodSums], first: FirstPass
) -> tuple[FloatArray, LikelihoodSums]:
    """The point of the first pass and its sums; no effects at all where those fit better.

    From there a climb by halved steps always arrives: the likelihood has a single top.
    """
    sums = look(first.point)
    nothing = first.scan.at_zero
    if sums.log_likelihood >= nothing - SLACK * abs(nothing):
        return first.point, sums
    nowhere = np.zeros_like(first.point)
    return nowhere, look(nowhere)
