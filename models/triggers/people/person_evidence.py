"""What each person's diary says about each factor: score, information and lopsidedness.

At coefficients b a person with n attacks expects mu_t = n exp(x_t'b) / sum_u exp(x_u'b) attacks on
day t. Around the person's own mean exposure m = sum_t mu_t x_t / n, and factor by factor,

    score = sum_t y_t (x_t - m)
    information = sum_t mu_t (x_t - m)^2
    third = sum_t mu_t (x_t - m)^3

A day holds at most one attack: n attacks are drawn among days without replacement. The dispersion

    (1 - sum_t mu_t^2 / n) / (1 - sum_t (mu_t / n)^2)

is the share of the variance with replacement, which is the Poisson one, that is left: 1 for one
attack, (days - n) / (days - 1) where all days are alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models.triggers.people.sampled_people import Chosen, Turnstile

if TYPE_CHECKING:
    from models.stream.block_stream import BlockStream
    from models.stream.day_block import DayBlock
    from models.stream.person_days import FloatArray

LEAST_DISPERSION = 0.2  # somebody with attacks on most days would else count for too much

SmallArray = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class PersonEvidence:
    """One entry per chosen person with an attack and a day to compare it with.

    ``attacks``, ``days`` and ``dispersion`` are (people,); ``score``, ``information`` and ``third``
    (factors, people), 12 bytes per person and factor. ``site`` is the place in ``sites``.
    """

    attacks: FloatArray
    days: FloatArray
    dispersion: FloatArray
    score: SmallArray
    information: SmallArray
    third: SmallArray
    site: npt.NDArray[np.intp]
    sites: tuple[str, ...]


def gather_evidence(
    stream: BlockStream, coefficients: FloatArray, chosen: Chosen
) -> PersonEvidence:
    """One pass over the blocks of a stream, cut by person, at these coefficients (factors,)."""
    turnstile = Turnstile(chosen)
    sites = tuple(sorted(chosen))
    plain: list[FloatArray] = [np.zeros((3, 0))]
    by_factor: list[SmallArray] = [np.zeros((3, len(coefficients), 0), dtype=np.float32)]
    places: list[npt.NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
    for load in stream.loaders():
        block = load()
        if not len(block.outcome):
            continue
        whole, moments = _block_evidence(block, coefficients)
        for site, people, _ in block.site_slices():
            wanted = np.arange(people.start, people.stop)[
                turnstile.let_in(site, people.stop - people.start)
            ]
            plain.append(whole[:, wanted])
            by_factor.append(moments[:, :, wanted].astype(np.float32))
            places.append(np.full(len(wanted), sites.index(site), dtype=np.intp))
    attacks, days, dispersion = np.concatenate(plain, axis=1)
    score, information, third = np.concatenate(by_factor, axis=2)
    return PersonEvidence(
        attacks, days, dispersion, score, information, third, np.concatenate(places), sites
    )


def expected_attacks(block: DayBlock, coefficients: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Expected attacks (days,) given each cell's number of attacks, and that number (cells,)."""
    starts, lengths = block.cell_starts, block.cell_lengths
    predictor = coefficients @ block.exposures[: len(coefficients)]
    attacks = np.add.reduceat(block.outcome, starts)
    peak = np.maximum.reduceat(predictor, starts)
    expected = np.exp(predictor - np.repeat(peak, lengths))
    expected *= np.repeat(attacks / np.add.reduceat(expected, starts), lengths)
    return expected, attacks


def dispersion_left(expected: FloatArray, starts: npt.NDArray[np.intp]) -> FloatArray:
    """Share (people,) of the Poisson variance left where a day holds at most one attack."""
    attacks = np.add.reduceat(expected, starts)
    square = np.add.reduceat(expected**2, starts)
    left = (1 - square / attacks) / (1 - square / attacks**2)
    return np.asarray(np.maximum(left, LEAST_DISPERSION))


def _block_evidence(
    block: DayBlock, coefficients: FloatArray
) -> tuple[FloatArray, npt.NDArray[np.float64]]:
    """Attacks, days and dispersion (3, people); the three moments (3, factors, people)."""
    starts, lengths = block.cell_starts, block.cell_lengths
    expected, attacks = expected_attacks(block, coefficients)
    mean = np.add.reduceat(block.exposures * expected, starts, axis=1) / attacks
    centred = block.exposures - np.repeat(mean, lengths, axis=1)
    score = np.add.reduceat(centred * block.outcome, starts, axis=1)
    weighted = centred**2 * expected
    information = np.add.reduceat(weighted, starts, axis=1)
    third = np.add.reduceat(weighted * centred, starts, axis=1)
    whole = np.stack([attacks, lengths.astype(float), dispersion_left(expected, starts)])
    return whole, np.stack([score, information, third])
