"""What days add to a likelihood at one coefficient vector, and how two sets of people add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.stream.person_days import FloatArray


@dataclass(frozen=True, eq=False)
class LikelihoodSums:
    """Sums over people at one coefficient vector.

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

    def minus(self, other: LikelihoodSums) -> LikelihoodSums:
        """The sums of the people left when ``other``, some of them, are taken out."""
        return LikelihoodSums(
            self.log_likelihood - other.log_likelihood,
            self.gradient - other.gradient,
            self.information - other.information,
            self.meat - other.meat,
            self.n_people - other.n_people,
        )


def empty_sums(n_factors: int) -> LikelihoodSums:
    """The sums of nobody."""
    square = np.zeros((n_factors, n_factors))
    return LikelihoodSums(0.0, np.zeros(n_factors), square, square, 0)


def total_sums(sites: Mapping[str, LikelihoodSums], n_factors: int) -> LikelihoodSums:
    """All sites together, added in the order of their codes."""
    total = empty_sums(n_factors)
    for site in sorted(sites):
        total = total.plus(sites[site])
    return total
