"""One Newton step in the factors and one product together, with its person-clustered covariance.

From the point where the factors alone fit best and the product has no coefficient, the step of the
product over its error is the robust score test of that coefficient (White 1982):

    step = (U - h'H^-1 g) / (I - h'H^-1 h), a person's part (u_i - h'H^-1 s_i) / (I - h'H^-1 h)

with u, U, I the product's scores and information, s, g, H those of the factors, h what they share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from models.stream.person_days import FloatArray
from models.triggers.pairs.pair_sums import PairSums, Told

TOO_EXACT = 1e-12  # share of the model's variance below which the sandwich is rounding
NOTHING_OWN = 1e-6  # share of a product's information left after the factors, below: none


@dataclass(frozen=True, eq=False)
class PairStep:
    """Where the step leads: the coefficients of all factors, of the product, and their spread.

    ``attack_rate`` is attacks per day with both. ``covariance`` (4, 4) is that of the first factor,
    the second, the product and the attack rate; ``decrement`` the squared length of the step in
    model standard errors.
    """

    coefficients: FloatArray
    interaction: float
    attack_rate: float
    covariance: FloatArray
    decrement: float


def pair_steps(
    sums: PairSums,
    pairs: np.ndarray[tuple[int, int], np.dtype[np.intp]],
    coefficients: FloatArray,
    kept: tuple[int, ...],
    interaction: float = 0.0,
) -> tuple[PairStep | None, ...]:
    """The step of each pair from ``coefficients`` (factors,) and ``interaction``.

    ``kept`` are the factors in the model. None where a factor of the pair is not among them, where
    no day has both, where the product is a combination of the factors, or where its people fit too
    exactly to measure an error from. CR1 = G / (G - 1).
    """
    inside = list(kept)
    bread = linalg.inv(sums.factors.information[np.ix_(inside, inside)], assume_a="pos")
    shared = bread @ sums.products.across[inside]
    own = sums.products.information - np.einsum("mp,mp->p", sums.products.across[inside], shared)
    steps: list[PairStep | None] = []
    for place, pair in enumerate(pairs):
        has_days = sums.products.totals[Told.DAYS, place] > 0
        is_told = own[place] > NOTHING_OWN * sums.products.information[place]
        if not (set(pair.tolist()) <= set(kept) and has_days and is_told):
            steps.append(None)
            continue
        ends = [inside.index(int(factor)) for factor in pair]
        gradient = sums.factors.gradient[inside]
        score = sums.products.totals[Told.SCORE, place]
        step = float((score - shared[:, place] @ gradient) / own[place])
        change = bread @ gradient - shared[:, place] * step
        moved = coefficients.copy()
        moved[inside] += change
        parts = _parts(bread, shared[:, place], float(own[place]), ends)
        covariance = _covariance(sums, place, inside, parts)
        if covariance[2, 2] * own[place] < TOO_EXACT:
            steps.append(None)
            continue
        steps.append(
            PairStep(
                coefficients=moved,
                interaction=interaction + step,
                attack_rate=_attack_rate(sums, place),
                covariance=covariance,
                decrement=float(gradient @ change + score * step),
            )
        )
    return tuple(steps)


def _attack_rate(sums: PairSums, place: int) -> float:
    totals = sums.products.totals[:, place]
    return float(totals[Told.ATTACKS] / totals[Told.DAYS])


def _parts(bread: FloatArray, shared: FloatArray, own: float, ends: list[int]) -> FloatArray:
    """How (first, second, product) follow from a person's scores of factors and product."""
    product = np.append(-shared, 1.0) / own
    factors = np.column_stack([bread[ends], np.zeros(2)]) - np.outer(shared[ends], product)
    return np.vstack([factors, product])


def _covariance(sums: PairSums, place: int, inside: list[int], parts: FloatArray) -> FloatArray:
    """Sum over people of their parts times themselves; the rate's part is (a_i - r d_i) / D."""
    products = sums.products
    rate = _attack_rate(sums, place)
    n_days = products.totals[Told.DAYS, place]
    moments = products.moments[:, :, place]
    scores = products.with_scores[:, inside, place]
    off = (scores[Told.ATTACKS] - rate * scores[Told.DAYS]) / n_days
    off_product = moments[Told.SCORE, Told.ATTACKS] - rate * moments[Told.SCORE, Told.DAYS]
    off_square = (
        moments[Told.ATTACKS, Told.ATTACKS]
        - 2 * rate * moments[Told.ATTACKS, Told.DAYS]
        + rate**2 * moments[Told.DAYS, Told.DAYS]
    )
    meat = np.block(
        [
            [sums.factors.meat[np.ix_(inside, inside)], scores[Told.SCORE][:, np.newaxis]],
            [scores[Told.SCORE][np.newaxis], moments[Told.SCORE, Told.SCORE]],
        ]
    )
    across = parts @ np.append(off, off_product / n_days)
    square = np.array([[off_square / n_days**2]])
    spread = np.block([[parts @ meat @ parts.T, across[:, np.newaxis]], [across, square]])
    n_people = sums.factors.n_people
    return np.asarray(spread * n_people / (n_people - 1))
