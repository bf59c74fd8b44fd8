"""A factor's odds ratio; with a common outcome it is further from 1 than the rate ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass

from models.results import FactorEstimate, Status, Support


@dataclass(frozen=True)
class OddsEstimate:
    """One factor's log odds ratio per step, or the reason why there is none.

    The numbers are None exactly when ``status`` is ``not_estimable``.
    """

    factor: str
    status: Status
    reason: str
    log_odds_ratio: float | None
    standard_error: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    support: Support

    @property
    def odds_ratio(self) -> float | None:
        """The odds ratio per step of the factor, None where not estimable."""
        return None if self.log_odds_ratio is None else math.exp(self.log_odds_ratio)


def as_odds(estimate: FactorEstimate) -> OddsEstimate:
    """The same numbers where the coefficient of the model is a log odds ratio."""
    return OddsEstimate(
        estimate.factor,
        estimate.status,
        estimate.reason,
        estimate.log_rate_ratio,
        estimate.standard_error,
        estimate.ci_low,
        estimate.ci_high,
        estimate.p_value,
        estimate.support,
    )
