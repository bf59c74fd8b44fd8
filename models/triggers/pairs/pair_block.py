"""What the days of one block say about pairs of factors, at given coefficients.

The product of a pair is centred within people, (x_j - mean_j) (x_k - mean_k): in a model that
absorbs the person, a raw product also carries how an effect differs between people who meet the
other factor often and seldom, which is no interaction.

A day is *with* a factor when the factor lies above the person's own mean of it: for a factor that
is yes or no, the days with yes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.day_block import DayBlock
from models.stream.person_days import FloatArray, IndexArray
from models.triggers.likelihood.likelihood_sums import LikelihoodSums
from models.triggers.pairs.pair_sums import PairSums, ProductSums, beside

CHUNK = 16  # pairs at a time: their products of a block stay near the processor


@dataclass(frozen=True, eq=False)
class _Days:
    """A block, person by person, at one coefficient vector.

    ``expected`` (days,) are the events expected on each day, ``events`` (people,) those observed.
    ``centred`` (factors, days) are the factors less the person's mean ``mean`` (factors, people);
    ``pull`` the same less their mean over expected events, times ``expected``. ``is_with``
    (factors, days) are the days with a factor, ``days_with`` (factors, people) how many they are.
    """

    block: DayBlock
    event_rows: IndexArray
    first_event: IndexArray
    events: FloatArray
    expected: FloatArray
    mean: FloatArray
    centred: FloatArray
    pull: FloatArray
    scores: FloatArray
    is_with: npt.NDArray[np.bool_]
    days_with: FloatArray


def pair_sums(
    block: DayBlock, pairs: IndexArray, coefficients: FloatArray, interaction: float = 0.0
) -> PairSums:
    """The sums of one block whose cells are people; ``pairs`` (pairs, 2) are places of factors.

    ``coefficients`` (factors,) are those of the factors by themselves; ``interaction`` is that of
    the product, and differs from 0 only for a single pair.
    """
    starts, lengths = block.cell_starts, block.cell_lengths
    mean = np.add.reduceat(block.exposures, starts, axis=1) / lengths
    centred = block.exposures - np.repeat(mean, lengths, axis=1)
    predictor = coefficients @ centred
    if interaction:
        ((first, second),) = pairs
        predictor = predictor + interaction * centred[first] * centred[second]
    days, likelihood = _at(block, predictor, centred, mean)
    chunks = [
        _products(days, pairs[start : start + CHUNK]) for start in range(0, len(pairs), CHUNK)
    ]
    people = np.concatenate([has_both for _, has_both in chunks])
    factors = LikelihoodSums(
        log_likelihood=likelihood,
        gradient=days.scores.sum(axis=1),
        information=days.pull @ centred.T,
        meat=days.scores @ days.scores.T,
        n_people=len(starts),
    )
    sites = {site: people[:, group].sum(axis=1) for site, group, _ in block.site_slices()}
    return PairSums(factors, beside([sums for sums, _ in chunks]), sites)


def _at(
    block: DayBlock, predictor: FloatArray, centred: FloatArray, mean: FloatArray
) -> tuple[_Days, float]:
    starts, lengths = block.cell_starts, block.cell_lengths
    events = np.add.reduceat(block.outcome, starts)
    peak = np.maximum.reduceat(predictor, starts)
    expected = np.exp(predictor - np.repeat(peak, lengths))
    total = np.add.reduceat(expected, starts)
    expected *= np.repeat(events / total, lengths)
    pull = centred * expected
    fitted = np.add.reduceat(pull, starts, axis=1)
    pull -= np.repeat(fitted / events, lengths, axis=1) * expected
    rows = np.flatnonzero(block.outcome)
    first_event = np.searchsorted(rows, starts)  # every person has an event
    observed = np.add.reduceat(centred[:, rows] * block.outcome[rows], first_event, axis=1)
    is_with = centred > 0
    likelihood = float(block.outcome @ predictor - events @ (peak + np.log(total)))
    days = _Days(
        block=block,
        event_rows=rows,
        first_event=first_event,
        events=events,
        expected=expected,
        mean=mean,
        centred=centred,
        pull=pull,
        scores=observed - fitted,
        is_with=is_with,
        days_with=np.add.reduceat(is_with, starts, axis=1, dtype=np.float64),
    )
    return days, likelihood


def _products(days: _Days, pairs: IndexArray) -> tuple[ProductSums, npt.NDArray[np.bool_]]:
    """The sums of some pairs, and who (pairs, people) has a day with both."""
    starts, rows = days.block.cell_starts, days.event_rows
    first, second = pairs.T
    product = days.centred[first] * days.centred[second]
    pull = product * days.expected
    fitted = np.add.reduceat(pull, starts, axis=1)
    outcome = days.block.outcome[rows]
    observed = np.add.reduceat(product[:, rows] * outcome, days.first_event, axis=1)
    both = days.is_with[first] & days.is_with[second]
    attacks = np.add.reduceat(both[:, rows] * outcome, days.first_event, axis=1)
    together = np.add.reduceat(both, starts, axis=1, dtype=np.float64)
    with_first, with_second = days.days_with[first], days.days_with[second]
    expected = with_first * with_second / days.block.cell_lengths
    vary = expected > 0
    told = np.stack([observed - fitted, attacks, together, expected])
    sums = ProductSums(
        totals=told.sum(axis=2),
        moments=np.einsum("apn,bpn->abp", told, told),
        with_scores=np.moveaxis(told @ days.scores.T, 2, 1),
        information=np.einsum("pd,pd->p", pull, product) - (fitted**2 / days.events).sum(axis=1),
        across=days.pull @ product.T,
        means=np.stack([(days.mean[place] * together).sum(axis=1) for place in (first, second)]),
        days_with=np.stack([(with_first * vary).sum(axis=1), (with_second * vary).sum(axis=1)]),
        days=vary @ days.block.cell_lengths.astype(np.float64),
        people=(together > 0).sum(axis=1),
    )
    return sums, together > 0
