"""Do the two arms of a trial meet? Trimming, weights and balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray

TRIM = (0.01, 0.95)
"""Propensities outside are trimmed: above, starters of A have hardly a counterpart in B (one would
weigh as much as 19 people); below, hardly anybody like them starts A."""


@dataclass(frozen=True)
class Balance:
    """One covariate's standardised mean difference, A minus B, before and after weighting."""

    covariate: str
    before: float
    after: float


@dataclass(frozen=True)
class Overlap:
    """How far the arms meet.

    ``overlap_share`` is the share of starters of A inside the trimming bounds,
    ``effective_comparators`` the number of people of B that the weighted ones are worth (Kish),
    ``trimmed_share`` the share of all rows that lie outside.
    """

    overlap_share: float
    effective_comparators: float
    balance: tuple[Balance, ...]
    trimmed_share: float = 0.0

    @property
    def largest_imbalance(self) -> float:
        """The largest absolute standardised difference left after weighting."""
        return max((abs(row.after) for row in self.balance), default=0.0)


def inside_bounds(propensity: FloatArray) -> npt.NDArray[np.bool_]:
    """Who is kept by the trimming rule (people,)."""
    return (propensity >= TRIM[0]) & (propensity <= TRIM[1])


def odds(propensity: FloatArray) -> FloatArray:
    """The weight that makes a starter of B stand for starters of A: e / (1 - e)."""
    return np.asarray(propensity / (1 - propensity))


def describe_overlap(
    propensity: FloatArray,
    arm: npt.NDArray[np.int64],
    covariates: FloatArray,
    names: Sequence[str],
    person_id: npt.NDArray[np.int64] | None = None,
) -> Overlap:
    """Overlap of all rows, balance of the covariates (rows, columns) inside the bounds.

    A person's weights are summed before people are counted; without ``person_id`` each row is one.

    Differences are divided by sqrt((variance in A + variance in B) / 2) before weighting, so that
    before and after share one scale. Needs people of both arms inside the bounds.
    """
    inside = inside_bounds(propensity)
    started_a, started_b = inside & (arm == 1), inside & (arm == 0)
    weight = odds(propensity[started_b])
    people = np.flatnonzero(started_b) if person_id is None else person_id[started_b]
    _, person_of = np.unique(people, return_inverse=True)
    by_person = np.bincount(person_of, weights=weight).astype(np.float64)
    return Overlap(
        overlap_share=float(started_a.sum() / (arm == 1).sum()),
        effective_comparators=float(weight.sum() ** 2 / (by_person**2).sum()),
        balance=tuple(
            _balance(name, covariates[started_a, column], covariates[started_b, column], weight)
            for column, name in enumerate(names)
        ),
        trimmed_share=float(1 - inside.mean()),
    )


def _balance(name: str, in_a: FloatArray, in_b: FloatArray, weight: FloatArray) -> Balance:
    scale = float(np.sqrt((in_a.var(ddof=1) + in_b.var(ddof=1)) / 2))
    before = float(in_a.mean() - in_b.mean())
    if scale == 0:  # constant in either arm: the same in both, or as different as can be
        apart = float(np.sign(before)) * np.inf if before else 0.0
        return Balance(name, apart, apart)
    after = float(in_a.mean() - np.average(in_b, weights=weight))
    return Balance(name, before / scale, after / scale)
