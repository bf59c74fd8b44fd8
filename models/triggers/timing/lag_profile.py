"""A factor on the days around an attack: three days before to the day after, told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from models.results import FactorEstimate
from models.triggers.adjustment.set_fits import ColumnReader
from models.triggers.within_person import fit_within_person
from triggerscape.adjustment_sets import adjustment_set
from triggerscape.factors import Factor

LAGS = (0, 1, 2, 3)
LEAD = -1

ColumnOfLag = Callable[[str, int], str]
"""The timing design's column of a factor's code at a lag."""


def fit_lag_profiles(
    timing: ColumnReader, factors: Sequence[Factor], column: ColumnOfLag
) -> dict[str, dict[int, FactorEstimate]]:
    """Of each factor the log rate ratio at lags -1 (the day after) to 3, by code and lag.

    One model a factor: its five lags together, so that a factor that lasts for days is not counted
    again on the days beside its own, and the factors of its declared set at their primary lags.
    ``timing(columns)`` gives a source as ``fit_within_person`` wants it, over at-risk days. A day
    is used where all five days of the factor are known. Raises as that does.
    """
    return {
        factor.code: _profile(timing, factor, _others(factors, factor), column)
        for factor in factors
    }


def _others(factors: Sequence[Factor], factor: Factor) -> list[Factor]:
    """The factors of its declared set."""
    held = set(adjustment_set(factor, factors))
    return [other for other in factors if other.code in held]


def _profile(
    timing: ColumnReader, factor: Factor, others: Sequence[Factor], column: ColumnOfLag
) -> dict[int, FactorEstimate]:
    own: Mapping[int, str] = {lag: column(factor.code, lag) for lag in (LEAD, *LAGS)}
    columns = [*own.values(), *(column(other.code, other.primary_lag) for other in others)]
    found = {e.factor: e for e in fit_within_person(timing(columns), columns).estimates}
    return {lag: found[name] for lag, name in own.items()}
