"""The conditional Poisson likelihood of one block of days, with each cell's level absorbed exactly.

For cell c with n_c events on days t the person's own level cancels, and what is left is

    log L(b) = sum_c [ sum_t y_t x_t'b - n_c log sum_t exp(x_t'b) ]

(Hausman, Hall and Griliches, Econometrica 1984;52:909). The same holds for a fixed-effects Poisson
regression: its coefficients and, with a sandwich, its errors are these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.stream.day_block import DayBlock
from models.stream.person_days import FloatArray


@dataclass(frozen=True, eq=False)
class LikelihoodSums:
    """What the days of one site add to the likelihood at one coefficient vector.

    ``gradient`` is (factors,); ``information`` (minus the Hessian) and ``meat`` (the sum over
    people of their score times its transpose) are (factors, factors).
    """

    log_likelihood: float
    gradient: FloatArray
    information: FloatArray
    meat: FloatArray
    n_people: int

    def plus(self, other: LikelihoodSums) -> LikelihoodSums:
        """The sums of two disjoint sets of people."""
        return LikelihoodSums(
            self.log_likelihood + other.log_likelihood,
            self.gradient + other.gradient,
            self.information + other.information,
            self.meat + other.meat,
            self.n_people + other.n_people,
        )


def empty_sums(n_factors: int) -> LikelihoodSums:
    """The sums of nobody."""
    square = np.zeros((n_factors, n_factors))
    return LikelihoodSums(0.0, np.zeros(n_factors), square, square, 0)


def sums_by_site(block: DayBlock, coefficients: FloatArray) -> dict[str, LikelihoodSums]:
    """Log-likelihood, gradient, information and person-clustered meat of a block, site by site."""
    if not len(block.outcome):
        return {}
    starts, lengths = block.cell_starts, block.cell_lengths
    predictor = coefficients @ block.exposures
    events = np.add.reduceat(block.outcome, starts)
    peak = np.maximum.reduceat(predictor, starts)
    expected = np.exp(predictor - np.repeat(peak, lengths))
    total = np.add.reduceat(expected, starts)
    expected *= np.repeat(events / total, lengths)

    work = block.exposures * expected
    mean = np.add.reduceat(work, starts, axis=1) / events
    np.subtract(block.exposures, np.repeat(mean, lengths, axis=1), out=work)
    work *= np.sqrt(expected)

    scores = np.add.reduceat(_cell_scores(block, events, mean), block.person_first_cell, axis=1)
    cell_likelihood = -events * (peak + np.log(total))
    cell_likelihood += np.add.reduceat(block.outcome * predictor, starts)
    person_likelihood = np.add.reduceat(cell_likelihood, block.person_first_cell)
    return {
        site: LikelihoodSums(
            log_likelihood=float(person_likelihood[people].sum()),
            gradient=scores[:, people].sum(axis=1),
            information=work[:, days] @ work[:, days].T,
            meat=scores[:, people] @ scores[:, people].T,
            n_people=people.stop - people.start,
        )
        for site, people, days in block.site_slices()
    }


def _cell_scores(block: DayBlock, events: FloatArray, mean: FloatArray) -> FloatArray:
    """Observed minus expected exposure on event days, per factor and cell.

    Only days with an event enter the observed part, and they are few.
    """
    rows = np.flatnonzero(block.outcome)
    first_event = np.searchsorted(rows, block.cell_starts)
    observed = np.add.reduceat(block.exposures[:, rows] * block.outcome[rows], first_event, axis=1)
    return np.asarray(observed - events * mean)
