"""What days add to the fit of pairs of factors, and how two sets of people add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray
from models.triggers.likelihood.likelihood_sums import LikelihoodSums, empty_sums


class Told(IntEnum):
    """What is known of a person and a pair, in the order of the arrays."""

    SCORE = 0  # derivative of the person's log-likelihood by the coefficient of the product
    ATTACKS = 1  # events on days with both factors
    DAYS = 2  # days with both factors
    EXPECTED = 3  # days with both if the person's days with each fell independently


@dataclass(frozen=True, eq=False)
class ProductSums:
    """Sums over people for every pair; the last axis is pairs.

    ``totals`` (told, pairs) and ``moments`` (told, told, pairs) are sums and sums of products of
    what ``Told`` lists; ``with_scores`` (told, factors, pairs) sums of its products with the scores
    of the factors. ``information`` (pairs,) is the product's own, ``across`` (factors, pairs) that
    which it shares with the factors. ``means`` (2, pairs) add up the person's mean of either factor
    over days with both, ``days_with`` (2, pairs) the days with either, ``days`` (pairs,) all days:
    both of people in whom both factors vary. ``people`` (pairs,) have a day with both.
    """

    totals: FloatArray
    moments: FloatArray
    with_scores: FloatArray
    information: FloatArray
    across: FloatArray
    means: FloatArray
    days_with: FloatArray
    days: FloatArray
    people: npt.NDArray[np.int64]

    def plus(self, other: ProductSums) -> ProductSums:
        """The sums of two disjoint sets of people."""
        return ProductSums(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(self))
        )


def beside(parts: Sequence[ProductSums]) -> ProductSums:
    """The sums of several sets of pairs over the same people, in order."""
    return ProductSums(
        *(
            np.concatenate([getattr(part, one.name) for part in parts], axis=-1)
            for one in fields(ProductSums)
        )
    )


@dataclass(frozen=True, eq=False)
class PairSums:
    """The factors' own likelihood, the products beside it, and the sites of each pair's people.

    ``sites`` maps a site code to the people (pairs,) there who have a day with both.
    """

    factors: LikelihoodSums
    products: ProductSums
    sites: dict[str, npt.NDArray[np.int64]]

    def plus(self, other: PairSums) -> PairSums:
        """The sums of two disjoint sets of people."""
        sites = dict(self.sites)
        for site, people in other.sites.items():
            sites[site] = sites[site] + people if site in sites else people
        return PairSums(self.factors.plus(other.factors), self.products.plus(other.products), sites)


def no_pair_sums(n_factors: int, n_pairs: int) -> PairSums:
    """The sums of nobody."""
    told = len(Told)
    zero = np.zeros(n_pairs)
    products = ProductSums(
        totals=np.zeros((told, n_pairs)),
        moments=np.zeros((told, told, n_pairs)),
        with_scores=np.zeros((told, n_factors, n_pairs)),
        information=zero,
        across=np.zeros((n_factors, n_pairs)),
        means=np.zeros((2, n_pairs)),
        days_with=np.zeros((2, n_pairs)),
        days=zero,
        people=np.zeros(n_pairs, dtype=np.int64),
    )
    return PairSums(empty_sums(n_factors), products, {})
