"""What an estimator hands back: a frozen record per factor, with the people and days behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from scipy import stats

from models.sensitivity import detectable_ratio

CONFIDENCE = 0.95
WIDEST = 5.0  # standard errors of a log ratio beyond it reach 18,000 times as much, or as little
TOO_WIDE = "these days say next to nothing about it: the interval has no practical end"


class Status(StrEnum):
    """Whether the data could say anything about a factor at all."""

    ESTIMATED = "estimated"
    NOT_ESTIMABLE = "not_estimable"


@dataclass(frozen=True)
class Support:
    """The people and days an estimate rests on: only those that could move it.

    Within people these are the informative people (an event, and an exposure that varied) and
    their days; between people, everybody with the factor recorded at a site where it varied.
    An exposed day is a day with a value other than zero; between people it is not counted.
    """

    n_people: int
    n_person_days: int
    n_events: int
    n_sites: int
    n_exposed_days: int | None = None
    n_exposed_events: int | None = None

    @property
    def expected_exposed_events(self) -> float | None:
        """Events there would be on exposed days if they fell there no more often than on others.

        A floor on these, unlike one on the events that came, leaves the estimate unmoved: whether a
        site or a factor is let in does not depend on its effect.
        """
        if self.n_exposed_days is None:
            return None
        return self.n_events * self.n_exposed_days / max(self.n_person_days, 1)


@dataclass(frozen=True)
class FactorEstimate:
    """One factor's log rate ratio per step, or the reason why there is none.

    The numbers are None exactly when ``status`` is ``not_estimable``; ``reason`` is empty exactly
    when it is ``estimated``.
    """

    factor: str
    status: Status
    reason: str
    log_rate_ratio: float | None
    standard_error: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    support: Support

    @property
    def rate_ratio(self) -> float | None:
        """The rate ratio per step of the factor, None where not estimable."""
        return None if self.log_rate_ratio is None else math.exp(self.log_rate_ratio)

    @property
    def excludes_no_effect(self) -> bool:
        """True when there is an interval and it does not cover a log rate ratio of 0."""
        if self.ci_low is None or self.ci_high is None:
            return False
        return self.ci_low > 0 or self.ci_high < 0


def estimated(
    factor: str,
    log_rate_ratio: float,
    standard_error: float,
    support: Support,
    widest: float = WIDEST,
) -> FactorEstimate:
    """A factor that could be estimated, with its 95% interval and two-sided p-value.

    Both use Student's t with (informative people - 1) degrees of freedom: the sandwich is an
    average over people, and few of them make it look too sure. A factor whose standard error
    passes ``widest``, or is no number, is not estimable.
    """
    if not standard_error <= widest:
        return not_estimable(factor, TOO_WIDE, support)
    freedom = support.n_people - 1
    half_width = float(stats.t.ppf(0.5 + CONFIDENCE / 2, freedom)) * standard_error
    return FactorEstimate(
        factor=factor,
        status=Status.ESTIMATED,
        reason="",
        log_rate_ratio=log_rate_ratio,
        standard_error=standard_error,
        ci_low=log_rate_ratio - half_width,
        ci_high=log_rate_ratio + half_width,
        p_value=float(2 * stats.t.sf(abs(log_rate_ratio) / standard_error, freedom)),
        support=support,
    )


def not_estimable(factor: str, reason: str, support: Support) -> FactorEstimate:
    """A factor the data cannot speak about, with the reason in plain words."""
    return FactorEstimate(
        factor, Status.NOT_ESTIMABLE, reason, None, None, None, None, None, support
    )


def ratio_columns(estimate: FactorEstimate) -> dict[str, object]:
    """The estimate as the columns that every table of estimated rate ratios shares."""
    support = estimate.support
    return {
        "status": str(estimate.status),
        "reason": estimate.reason,
        "log_rate_ratio": estimate.log_rate_ratio,
        "standard_error": estimate.standard_error,
        "log_ci_low": estimate.ci_low,
        "log_ci_high": estimate.ci_high,
        "p_value": estimate.p_value,
        "smallest_detectable": detectable_ratio(estimate.standard_error),
        "n_people": support.n_people,
        "n_days": support.n_person_days,
        "n_attacks": support.n_events,
        "n_sites": support.n_sites,
    }
