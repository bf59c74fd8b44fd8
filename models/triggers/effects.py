"""The within-person effect of every factor: all people at once, site by site, and over sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.results import FactorEstimate, Status
from models.site_pooling import PooledEffect
from models.triggers.adjustment.set_fits import ColumnReader, SetFit, fit_sets
from models.triggers.sites.across_sites import pool_factors
from models.triggers.sites.leave_one_out import leave_one_site_out
from models.triggers.sites.site_estimates import site_estimates
from triggerscape.factors import Factor

FEWEST_OF_THE_PEOPLE = 2 / 3
NO_SITES = PooledEffect(0, "no site has people whose days could move it")


@dataclass(frozen=True)
class WithinEffect:
    """One factor: ``pooled`` over all people, ``by_site``, the mean ``across`` sites.

    ``without`` is the log rate ratio with one site left out, by that site (None: no estimate).
    Where there are too few sites, ``across`` has no mean.
    """

    pooled: FactorEstimate
    by_site: Mapping[str, FactorEstimate] = field(default_factory=dict)
    without: Mapping[str, float | None] = field(default_factory=dict)
    across: PooledEffect = NO_SITES

    @property
    def is_over_sites(self) -> bool:
        """True where five sites or more, with two thirds of the people, have their own estimate.

        A mean over the few sites that happen to be large enough would speak for few.
        """
        if self.across.mean is None or self.pooled.log_rate_ratio is None:
            return False
        with_estimate = sum(
            estimate.support.n_people
            for estimate in self.by_site.values()
            if estimate.log_rate_ratio is not None
        )
        return with_estimate >= FEWEST_OF_THE_PEOPLE * self.pooled.support.n_people

    @property
    def published(self) -> FactorEstimate:
        """The mean over sites where ``is_over_sites``, else the estimate of all people at once.

        The people, days and attacks behind it are those of the pooled estimate.
        """
        if not self.is_over_sites:
            return self.pooled
        mean = self.across
        return FactorEstimate(
            self.pooled.factor,
            Status.ESTIMATED,
            "",
            mean.mean,
            mean.standard_error,
            mean.ci_low,
            mean.ci_high,
            mean.p_value,
            replace(self.pooled.support, n_sites=mean.n_sites),
        )


def fit_effects(source: ColumnReader, factors: Sequence[Factor]) -> dict[str, WithinEffect]:
    """The effect of each factor by code, adjusted for its declared set."""
    return {
        code: WithinEffect(one.estimate(code))
        for one in fit_sets(source, factors)
        for code in one.answers_for
    }


def effects_over_sites(source: ColumnReader, fits: Sequence[SetFit]) -> dict[str, WithinEffect]:
    """By code the effect, each site's own, the effect without it, and the mean over sites.

    ``fits`` are what ``fit_sets`` gives for the same source; it is read once more for each.
    """
    found: dict[str, WithinEffect] = {}
    for one in fits:
        by_site = site_estimates(source(one.columns), one.fit)
        without = leave_one_site_out(one.fit)
        across = pool_factors(by_site)
        for code in one.answers_for:
            place = one.columns.index(code)
            found[code] = WithinEffect(
                one.estimate(code),
                {site: estimates[place] for site, estimates in by_site.items()},
                {site: estimates[place].log_rate_ratio for site, estimates in without.items()},
                across.get(code, NO_SITES),
            )
    return found
