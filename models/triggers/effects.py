"""The within-person effect of every factor: all people at once, site by site, and over sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from models.results import FactorEstimate, Status
from models.site_pooling import PooledEffect
from models.stream.person_blocks import BatchSource
from models.triggers.within_person import fit_within_person
from triggerscape.factors import Claim, Factor

ColumnSource = Callable[[Sequence[str]], BatchSource]
"""Gives a source with these columns of a design."""


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


def fit_effects(source: ColumnSource, factors: Sequence[Factor]) -> dict[str, WithinEffect]:
    """The effect of each factor by code, each from the model meant for it.

    Possible early signs follow from the attack, and holding them fixed would take away part of what
    really brings it on. So candidates and controls are fitted together without them; signs are
    fitted beside all others.
    """
    causes = [f.code for f in factors if f.claim is not Claim.PREMONITORY]
    everything = [factor.code for factor in factors]
    found: dict[str, FactorEstimate] = {}
    if len(causes) < len(everything):
        fit = fit_within_person(source(everything), everything)
        found = {estimate.factor: estimate for estimate in fit.estimates}
    if causes:
        fit = fit_within_person(source(causes), causes)
        found |= {estimate.factor: estimate for estimate in fit.estimates}
    return {code: WithinEffect(found[code]) for code in everything}
