"""The within-person effect of every factor: all people at once, site by site, and over sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.results import FactorEstimate, Status
from models.site_pooling import PooledEffect
from models.triggers.adjustment.set_fits import ColumnReader, fit_sets
from triggerscape.factors import Factor


@dataclass(frozen=True)
class WithinEffect:
    """One factor: ``pooled`` over all people, ``by_site``, the mean ``across`` sites.

    ``without`` is the log rate ratio with one site left out, by that site. Where there are too few
    sites, ``across`` has no mean.
    """

    pooled: FactorEstimate
    by_site: Mapping[str, FactorEstimate] = field(default_factory=dict)
    without: Mapping[str, float] = field(default_factory=dict)
    across: PooledEffect = field(default_factory=lambda: PooledEffect(0, "no sites"))

    @property
    def published(self) -> FactorEstimate:
        """The mean over sites where there are five or more, else the estimate of all people.

        The people, days and attacks behind it are those of the pooled estimate.
        """
        mean = self.across
        if self.pooled.log_rate_ratio is None or mean.mean is None:
            return self.pooled
        return FactorEstimate(
            self.pooled.factor,
            Status.ESTIMATED,
            "",
            mean.mean,
            mean.standard_error,
            mean.ci_low,
            mean.ci_high,
            mean.p_value,
            self.pooled.support,
        )


def fit_effects(source: ColumnReader, factors: Sequence[Factor]) -> dict[str, WithinEffect]:
    """The effect of each factor by code, adjusted for its declared set."""
    return {
        code: WithinEffect(one.estimate(code))
        for one in fit_sets(source, factors)
        for code in one.answers_for
    }
