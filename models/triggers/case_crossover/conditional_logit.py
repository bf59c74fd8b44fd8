"""Exact conditional logistic regression within people, as a sensitivity of the rate ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from models.results import WIDEST
from models.stream.block_stream import BlockStream
from models.stream.exposure_counts import ExposureCounts, count_exposures, total_counts
from models.stream.person_blocks import BatchSource
from models.stream.person_days import FloatArray
from models.triggers.case_crossover.day_sets import without_full_cells
from models.triggers.case_crossover.exact_likelihood import exact_sums
from models.triggers.case_crossover.odds_results import OddsEstimate, as_odds
from models.triggers.likelihood.estimability import estimability, without_a_top
from models.triggers.likelihood.factor_estimates import factor_estimates
from models.triggers.likelihood.likelihood_sums import LikelihoodSums, empty_sums
from models.triggers.likelihood.newton import Ascent, climb, sandwich
from models.triggers.within_person import AUDIT_GOAL, MOST_PASSES


@dataclass(frozen=True, eq=False)
class ConditionalLogitFit:
    """Odds ratios in the caller's order of factors; ``covariance`` is that of the ``kept`` ones."""

    estimates: tuple[OddsEstimate, ...]
    n_contributing: int
    passes: int
    decrement: float
    kept: tuple[int, ...]
    covariance: FloatArray


def fit_conditional_logit(
    source: BatchSource,
    factors: Sequence[str],
    *,
    by_stratum: bool = True,
    decrement_goal: float = AUDIT_GOAL,
    widest: float = WIDEST,
) -> ConditionalLogitFit:
    """Joint log odds ratios: days with an event against days without, of the same person.

    ``source`` as for ``fit_within_person``, with outcomes 0 and 1; by default days are compared
    within the person's strata of 28 days, which is also what is cheap. Exact: every set of days
    that could have had the events is in the likelihood. Person-clustered sandwich, CR1.

    Without a top nothing is estimated, nor a factor beyond ``widest``, as there. Raises ValueError
    as ``fit_within_person`` does, for another outcome, and for a cell of more than 50,000 days
    times events.
    """
    stream = BlockStream(source, factors, by_stratum=by_stratum, repeated=True)
    counts: dict[str, ExposureCounts] = {}
    n_factors = len(factors)
    looks = 0

    def look(point: FloatArray) -> LikelihoodSums:
        nonlocal looks
        total = empty_sums(n_factors)
        for load in stream.loaders():
            block = without_full_cells(load())
            total = total.plus(exact_sums(block, point))
            for site, seen in count_exposures(block).items() if not looks else ():
                counts[site] = counts[site].plus(seen) if site in counts else seen
        looks += 1
        return total

    with threadpool_limits(limits=1, user_api="blas"):
        start = np.zeros(n_factors)
        sums = look(start)
        able = estimability(sums.information, total_counts(counts, n_factors), factors)
        ascent = climb(
            look, start, sums, able.kept, goal=decrement_goal, most_looks=MOST_PASSES - 1
        )
        if ascent.runs_off or not ascent.is_there(decrement_goal):
            able = without_a_top(able)
            ascent = Ascent(start, sums, able.kept)
        errors = sandwich(ascent.sums, able.kept)
    estimates = factor_estimates(factors, ascent.ahead, errors, able, counts, widest=widest)
    return ConditionalLogitFit(
        estimates=tuple(as_odds(estimate) for estimate in estimates),
        n_contributing=ascent.sums.n_people,
        passes=looks,
        decrement=ascent.decrement,
        kept=able.kept,
        covariance=errors.covariance,
    )
