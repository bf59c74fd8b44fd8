"""The conditional Poisson likelihood of one block of days, with each cell's level absorbed exactly.

For cell c with n_c events on days t the person's own level cancels, and what is left is

    log L(b) = sum_c [ sum_t y_t x_t'b - n_c log sum_t exp(x_t'b) ]

(Hausman, Hall and Griliches, Econometrica 1984;52:909). The same holds for a fixed-effects Poisson
regression: its coefficients and, with a sandwich, its errors are these. A day of weight w counts
w times: y_t and exp(x_t'b) are multiplied by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.stream.buffers import BUFFERS
from models.stream.day_block import DayBlock
from models.stream.person_days import FloatArray
from models.triggers.likelihood.likelihood_sums import LikelihoodSums

Points = FloatArray | Mapping[str, FloatArray]
"""Coefficients (factors,), the same for everybody or one vector for each site."""

DIGITS_AT_RISK = 1e-4  # share of a sum of squares left after centring, below: centre first


@dataclass(frozen=True, eq=False)
class _Terms:
    """What the likelihood of a block is made of.

    ``expected`` events (days,); per cell ``events`` (cells,) and what ``fitted`` exposure falls on
    them (factors, cells); per person ``scores`` (factors, people) and ``likelihood`` (people,).
    """

    expected: FloatArray
    events: FloatArray
    fitted: FloatArray
    scores: FloatArray
    likelihood: FloatArray


def sums_by_site(block: DayBlock, points: Points) -> dict[str, LikelihoodSums]:
    """Log-likelihood, gradient, information and person-clustered meat of a block, site by site."""
    if not len(block.outcome):
        return {}
    terms = _terms(block, points)
    information = _information_by_site(block, terms)
    return {
        site: LikelihoodSums(
            log_likelihood=float(terms.likelihood[people].sum()),
            gradient=terms.scores[:, people].sum(axis=1),
            information=information[site],
            meat=terms.scores[:, people] @ terms.scores[:, people].T,
            n_people=people.stop - people.start,
        )
        for site, people, _ in block.site_slices()
    }


def scores_by_person(block: DayBlock, points: Points) -> FloatArray:
    """The gradient of each person's log-likelihood, (factors, people), as the block has them."""
    if not len(block.outcome):
        return np.zeros((len(block.exposures), 0))
    return _terms(block, points).scores


def _terms(block: DayBlock, points: Points) -> _Terms:
    starts, lengths = block.cell_starts, block.cell_lengths
    outcome = block.weighted_outcome
    predictor = _predictor(block, points)
    events = np.add.reduceat(outcome, starts)
    peak = np.maximum.reduceat(predictor, starts)
    expected = np.exp(predictor - np.repeat(peak, lengths))
    if block.weight is not None:
        expected *= block.weight
    total = np.add.reduceat(expected, starts)
    expected *= np.repeat(events / total, lengths)

    work = BUFFERS.matrix("work", *block.exposures.shape)
    np.multiply(block.exposures, expected, out=work)
    fitted = np.add.reduceat(work, starts, axis=1)
    scores = _observed(block, outcome) - fitted
    likelihood = np.add.reduceat(outcome * predictor, starts) - events * (peak + np.log(total))
    if len(starts) > len(block.person_first_cell):
        scores = np.add.reduceat(scores, block.person_first_cell, axis=1)
        likelihood = np.add.reduceat(likelihood, block.person_first_cell)
    return _Terms(expected, events, fitted, scores, likelihood)


def log_likelihood_at_zero(block: DayBlock) -> float:
    """The log-likelihood of a block where no factor does anything: all days of a cell alike."""
    if not len(block.outcome):
        return 0.0
    events = np.add.reduceat(block.weighted_outcome, block.cell_starts)
    days = (
        block.cell_lengths
        if block.weight is None
        else np.add.reduceat(block.weight, block.cell_starts)
    )
    return -float(events @ np.log(days))


def _predictor(block: DayBlock, points: Points) -> FloatArray:
    if not isinstance(points, Mapping):
        return points @ block.exposures
    return np.concatenate(
        [points[site] @ block.exposures[:, days] for site, _, days in block.site_slices()]
    )


def _observed(block: DayBlock, outcome: FloatArray) -> FloatArray:
    """Exposure on event days, per factor and cell; only days with an event enter, and are few."""
    rows = np.flatnonzero(outcome)
    first_event = np.searchsorted(rows, block.cell_starts)
    weighted = block.exposures[:, rows] * outcome[rows]
    return np.asarray(np.add.reduceat(weighted, first_event, axis=1))


def _information_by_site(block: DayBlock, terms: _Terms) -> dict[str, FloatArray]:
    """Sum over days of e (x - m)(x - m)', m the cell's expected exposure.

    Computed as sum e x x' - sum_c n_c m m', which spares a pass over the days; a site where that
    would cancel too many digits has its days centred first.
    """
    work = BUFFERS.matrix("work", *block.exposures.shape)
    root = np.sqrt(terms.expected)
    np.multiply(block.exposures, root, out=work)
    level = terms.fitted / np.sqrt(terms.events)
    found = {}
    for site, people, days in block.site_slices():
        cells = _cells(block, people)
        part = work[:, days]
        whole = part @ part.T
        information = whole - level[:, cells] @ level[:, cells].T
        if (information.diagonal() < DIGITS_AT_RISK * whole.diagonal()).any():
            mean = terms.fitted[:, cells] / terms.events[cells]
            centred = block.exposures[:, days] - np.repeat(mean, block.cell_lengths[cells], axis=1)
            centred *= root[days]
            information = centred @ centred.T
        found[site] = information
    return found


def _cells(block: DayBlock, people: slice) -> slice:
    """The cells of a stretch of people."""
    first = block.person_first_cell
    stop = first[people.stop] if people.stop < len(first) else len(block.cell_starts)
    return slice(int(first[people.start]), int(stop))
