"""A person's diary as evidence on a profile: one score vector and one information matrix, by half.

At the pooled coefficients the score s_i of a person whose own log rate ratios lie delta_i above
them is close to H_i delta_i plus noise with covariance H_i. Odd and even diary days are kept apart:
each half is compared with itself, so the two are independent evidence on the same person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models.triggers.people.person_evidence import SmallArray, dispersion_left, expected_attacks
from models.triggers.people.sampled_people import Chosen, Turnstile

if TYPE_CHECKING:
    from models.stream.block_stream import BlockStream
    from models.stream.day_block import DayBlock
    from models.stream.person_days import FloatArray

HALVES = 2


@dataclass(frozen=True, eq=False)
class Profiles:
    """What diaries say of people's profiles, one entry per person.

    ``score`` is (people, factors), ``information`` (people, factors, factors), ``attacks`` and
    at-risk ``days`` are (people,).
    """

    score: FloatArray
    information: FloatArray
    attacks: FloatArray
    days: FloatArray

    def only(self, chosen: npt.NDArray[np.bool_]) -> Profiles:
        """The profiles of some of the people."""
        return Profiles(
            self.score[chosen], self.information[chosen], self.attacks[chosen], self.days[chosen]
        )


def add_halves(halves: Sequence[Profiles]) -> Profiles:
    """The evidence of both halves of everybody's days."""
    return Profiles(
        sum((half.score for half in halves[1:]), halves[0].score),
        sum((half.information for half in halves[1:]), halves[0].information),
        sum((half.attacks for half in halves[1:]), halves[0].attacks),
        sum((half.days for half in halves[1:]), halves[0].days),
    )


def gather_halves(
    stream: BlockStream, coefficients: FloatArray, places: Sequence[int], chosen: Chosen
) -> tuple[Profiles, ...]:
    """One pass over blocks whose last column is the number of the diary day: (even, odd) profiles.

    ``coefficients`` belong to the columns before it, ``places`` say which of them make the profile.
    Held per person: 2 x (factors + factors^2) numbers of four bytes, and four of eight.
    """
    turnstile = Turnstile(chosen)
    n = len(places)
    scores: list[SmallArray] = [np.zeros((0, HALVES, n), dtype=np.float32)]
    matrices: list[SmallArray] = [np.zeros((0, HALVES, n, n), dtype=np.float32)]
    counts: list[FloatArray] = [np.zeros((0, HALVES, 2))]
    for load in stream.loaders():
        block = load()
        if not len(block.outcome):
            continue
        score, information, counted = _block_halves(block, coefficients, places)
        for site, people, _ in block.site_slices():
            wanted = np.arange(people.start, people.stop)[
                turnstile.let_in(site, people.stop - people.start)
            ]
            scores.append(score[wanted].astype(np.float32))
            matrices.append(information[wanted].astype(np.float32))
            counts.append(counted[wanted])
    score, information = np.concatenate(scores), np.concatenate(matrices)
    counted = np.concatenate(counts)
    return tuple(
        Profiles(
            score[:, half].astype(float),
            information[:, half].astype(float),
            counted[:, half, 0],
            counted[:, half, 1],
        )
        for half in range(HALVES)
    )


def _block_halves(
    block: DayBlock, coefficients: FloatArray, places: Sequence[int]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Score (people, 2, factors), information (…, factors, factors), attacks and days (…, 2).

    Each person's evidence is divided by the dispersion, as days hold at most one attack.
    """
    n_people, n = len(block.cell_starts), len(places)
    person = np.repeat(np.arange(n_people), block.cell_lengths)
    half = block.exposures[-1].astype(np.int64) % HALVES
    order = np.argsort(HALVES * person + half, kind="stable")
    cell = (HALVES * person + half)[order]
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    lengths = np.diff(starts, append=len(cell))
    outcome, exposures = block.outcome[order], block.exposures[list(places)][:, order]
    expected, _ = expected_attacks(block, coefficients)
    # A half expects its own number of attacks; one without attacks says nothing.
    in_half, mass = (np.add.reduceat(v, starts) for v in (outcome, expected[order]))
    expected_half = expected[order] * np.repeat(in_half / mass, lengths)
    mean = np.add.reduceat(exposures * expected[order], starts, axis=1) / mass
    centred = exposures - np.repeat(mean, lengths, axis=1)
    weight = np.repeat(1 / dispersion_left(expected, block.cell_starts), block.cell_lengths)[order]

    filled = cell[starts]
    score = np.zeros((n_people * HALVES, n))
    information = np.zeros((n_people * HALVES, n, n))
    counted = np.zeros((n_people * HALVES, 2))
    score[filled] = np.add.reduceat(centred * (outcome * weight), starts, axis=1).T
    weighted = centred * (expected_half * weight)
    for row in range(n):
        products = np.add.reduceat(weighted[row] * centred[: row + 1], starts, axis=1)
        information[filled, row, : row + 1] = products.T
        information[filled, : row + 1, row] = products.T
    counted[filled] = np.stack([in_half, lengths.astype(float)], axis=1)
    return (
        score.reshape(n_people, HALVES, n),
        information.reshape(n_people, HALVES, n, n),
        counted.reshape(n_people, HALVES, 2),
    )
