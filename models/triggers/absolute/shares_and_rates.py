"""Ratios of sums over people, with intervals that let people, days and coefficient vary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from models.results import CONFIDENCE
from models.triggers.absolute.attributable import (
    ATTACKS,
    AVOIDED,
    DAYS,
    EXPOSED,
    PULL,
    AttributableSums,
)


@dataclass(frozen=True)
class Measured:
    """A value with its 95% interval."""

    value: float
    standard_error: float
    ci_low: float
    ci_high: float

    def times(self, scale: float) -> Measured:
        """The same in another unit, ``scale`` taken as known."""
        return Measured(
            *(
                scale * number
                for number in (self.value, self.standard_error, self.ci_low, self.ci_high)
            )
        )


def avoided_per_day(sums: AttributableSums) -> Measured:
    """Attacks that would not have been, per at-risk day."""
    return _ratio(sums, AVOIDED, DAYS)


def avoided_share(sums: AttributableSums) -> Measured:
    """The same as a share of all attacks on those days."""
    return _ratio(sums, AVOIDED, ATTACKS)


def exposed_share(sums: AttributableSums) -> Measured:
    """Exposed days as a share of at-risk days."""
    return _ratio(sums, EXPOSED, DAYS)


def _ratio(sums: AttributableSums, above: int, below: int) -> Measured:
    """R = sum a / sum n, by the delta method over people x P / (P - 1).

    A person's influence on R is (a_i - R n_i + slope pull_i) / sum n: what they bring themselves,
    and what their days do to the coefficient. Its squares sum to c' M c with the products M.
    Student's t with (people behind it - 1) degrees of freedom.
    """
    whole = float(sums.total[below])
    value = float(sums.total[above]) / whole
    weights = np.zeros(len(sums.total))
    weights[above] += 1 / whole
    weights[below] -= value / whole
    is_modelled = above == AVOIDED
    weights[PULL] = sums.slope / whole if is_modelled else 0.0
    behind = sums.n_struck if is_modelled else sums.n_exposed
    spread = float(weights @ sums.products @ weights)
    error = float(np.sqrt(max(spread, 0.0) * sums.n_people / max(sums.n_people - 1, 1)))
    reach = float(stats.t.ppf(0.5 + CONFIDENCE / 2, max(behind - 1, 1))) * error
    return Measured(value, error, value - reach, value + reach)
