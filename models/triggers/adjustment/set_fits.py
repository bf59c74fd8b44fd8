"""Each factor fitted with its declared set; factors with the same columns share a fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.results import FactorEstimate
from models.stream.person_blocks import BatchSource
from models.triggers.within_person import WithinPersonFit, fit_within_person
from triggerscape.adjustment_sets import answering_models
from triggerscape.factors import Factor

ColumnReader = Callable[[Sequence[str]], BatchSource]
"""Gives a source with person_id, site_code, outcome and the columns asked for, and no others."""


@dataclass(frozen=True, eq=False)
class SetFit:
    """One fit of ``columns``, and the factors whose estimate is taken from it.

    The others are in it to be held alike: their coefficients may be adjusted for a consequence.
    """

    columns: tuple[str, ...]
    answers_for: tuple[str, ...]
    fit: WithinPersonFit

    def estimate(self, code: str) -> FactorEstimate:
        """The estimate of one of the columns; ValueError for another code."""
        return self.fit.estimates[self.columns.index(code)]


@dataclass(frozen=True)
class AdjustedEstimates:
    """Per factor, in the order given: alone, and with its declared set."""

    single: tuple[FactorEstimate, ...]
    joint: tuple[FactorEstimate, ...]


def fit_sets(read: ColumnReader, factors: Sequence[Factor]) -> tuple[SetFit, ...]:
    """As few fits as answer for every factor with its declared set, in the order of ``factors``."""
    return tuple(
        SetFit(columns, tuple(codes), fit_within_person(read(columns), columns))
        for columns, codes in answering_models(factors).items()
    )


def joint_estimates(
    fits: Sequence[SetFit], factors: Sequence[Factor]
) -> tuple[FactorEstimate, ...]:
    """Each factor's estimate from the fit that answers for it, in the order of ``factors``."""
    found = {code: one.estimate(code) for one in fits for code in one.answers_for}
    return tuple(found[factor.code] for factor in factors)


def single_estimates(read: ColumnReader, factors: Sequence[Factor]) -> tuple[FactorEstimate, ...]:
    """Each factor alone, on all days that record it."""
    return tuple(
        fit_within_person(read([factor.code]), [factor.code]).estimates[0] for factor in factors
    )


def adjusted_estimates(read: ColumnReader, factors: Sequence[Factor]) -> AdjustedEstimates:
    """Each factor alone and with its declared set.

    The two differ by what the set takes away and, where people do not record everything, by days:
    a day enters a fit only when all of its columns are known. Raises what ``fit_within_person``
    raises.
    """
    return AdjustedEstimates(
        single=single_estimates(read, factors),
        joint=joint_estimates(fit_sets(read, factors), factors),
    )
