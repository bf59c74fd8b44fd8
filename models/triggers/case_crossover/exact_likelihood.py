"""The exact conditional likelihood of which days of a cell had the events, given how many had one.

    log L(b) = sum_c [ sum_t y_t x_t'b - log sum_{S: |S| = m_c} exp(sum_{t in S} x_t'b) ]

The sum over all sets S of m days is walked from the last day to the first (Gail, Lubin and
Rubinstein, Biometrika 1981;68:703): with j events still to come among days t, t + 1, ...,

    e_t(j) = e_{t+1}(j) + exp(x_t'b) e_{t+1}(j - 1)

So day t has an event with probability p_t(j) = exp(x_t'b) e_{t+1}(j - 1) / e_t(j), the days are a
walk, and the variance of its exposure on event days is a sum over its steps: p (1 - p) times how
much an event today would change what is expected in the end. Nothing is subtracted that could
cancel, and the information comes out in the time of the gradient.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.stream.day_block import DayBlock
from models.stream.person_days import FloatArray
from models.triggers.case_crossover.day_sets import DaySets, day_sets
from models.triggers.likelihood.likelihood_sums import LikelihoodSums, empty_sums


@dataclass(frozen=True, eq=False)
class _Walk:
    """The walk of some cells: the chance of an event, and of being where there are j to come.

    ``event`` and ``there`` are (days, sets, events), for j = 1, 2, ...; ``log_total`` (sets,).
    """

    event: FloatArray
    there: FloatArray
    log_total: FloatArray


def exact_sums(block: DayBlock, coefficients: FloatArray) -> LikelihoodSums:
    """Log-likelihood, gradient, information and person-clustered meat of a block.

    Raises ValueError for a cell too large for the recursion.
    """
    n_factors = len(block.exposures)
    if not len(block.outcome):
        return empty_sums(n_factors)
    predictor = coefficients @ block.exposures
    starts = block.cell_starts
    scores = np.add.reduceat(block.exposures * block.outcome, starts, axis=1)
    likelihood = np.add.reduceat(block.outcome * predictor, starts)
    information = np.zeros((n_factors, n_factors))
    for sets in day_sets(block):
        walk = _walk(sets, predictor)
        exposures = np.take(block.exposures, sets.rows, axis=1)
        mean, part = _moments(sets, walk, exposures)
        scores[:, sets.cells] -= mean
        likelihood[sets.cells] -= walk.log_total
        information += part
    by_person = np.add.reduceat(scores, block.person_first_cell, axis=1)
    return LikelihoodSums(
        log_likelihood=float(likelihood.sum()),
        gradient=by_person.sum(axis=1),
        information=information,
        meat=by_person @ by_person.T,
        n_people=by_person.shape[1],
    )


def _walk(sets: DaySets, predictor: FloatArray) -> _Walk:
    n_days, n_sets = sets.rows.shape
    most = int(sets.n_events.max())
    weight = np.where(sets.is_day, predictor[sets.rows], -np.inf)
    log_total = np.full((n_sets, most + 1), -np.inf)
    log_total[:, 0] = 0.0
    event = np.empty((n_days, n_sets, most))
    with np.errstate(invalid="ignore"):  # where j events can no longer come, -inf less -inf
        for day in range(n_days - 1, -1, -1):
            with_event = weight[day, :, np.newaxis] + log_total[:, :-1]
            log_total[:, 1:] = np.logaddexp(log_total[:, 1:], with_event)
            event[day] = np.exp(with_event - log_total[:, 1:])
    np.nan_to_num(event, copy=False, nan=0.0)
    there = np.zeros((n_days, n_sets, most))
    there[0, np.arange(n_sets), sets.n_events - 1] = 1.0
    for day in range(n_days - 1):
        happened = there[day] * event[day]
        there[day + 1] = there[day] - happened
        there[day + 1, :, :-1] += happened[:, 1:]
    return _Walk(event, there, log_total[np.arange(n_sets), sets.n_events])


def _moments(sets: DaySets, walk: _Walk, exposures: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The expected exposure on event days (factors, sets), and its variance summed over the sets.

    ``exposures`` is (factors, days, sets).
    """
    n_factors, n_days, n_sets = exposures.shape
    to_come = np.zeros((n_factors, n_sets, walk.event.shape[2] + 1))
    variance = np.zeros((n_factors, n_factors))
    for day in range(n_days - 1, -1, -1):
        event = walk.event[day]
        change = to_come[:, :, :-1] - to_come[:, :, 1:]
        change += exposures[:, day, :, np.newaxis]
        to_come[:, :, 1:] += event * change
        change *= np.sqrt(walk.there[day] * event * np.maximum(1 - event, 0.0))
        flat = change.reshape(n_factors, -1)
        variance += flat @ flat.T
    return to_come[:, np.arange(n_sets), sets.n_events], variance
