"""The pooled model, the people it rests on, and how they differ in each factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from models.results import Status, Support
from models.stream.block_stream import BlockStream
from models.stream.person_blocks import BatchSource
from models.stream.person_days import FloatArray
from models.triggers.people.own_likelihood import NEGLIGIBLE, own_likelihood
from models.triggers.people.person_evidence import PersonEvidence, gather_evidence
from models.triggers.people.person_spread import FEWEST_PEOPLE, fit_person_spread
from models.triggers.people.sampled_people import sample_people
from models.triggers.people.spread_rows import SpreadFound
from models.triggers.within_person import fit_within_person
from triggerscape.factors import Claim, Factor

MOST_PEOPLE = 20_000


@dataclass(frozen=True, eq=False)
class PooledModel:
    """The joint model of everything that is no early sign, and how many people each site gave it.

    ``coefficients`` are (factors,), 0 for a factor outside the model; ``reasons`` tell by place why
    a factor has no estimate. What is measured from them does not depend on their last digits.
    """

    factors: tuple[Factor, ...]
    coefficients: FloatArray
    reasons: dict[int, str]
    people_by_site: dict[str, int]

    @property
    def codes(self) -> list[str]:
        """The codes of the factors, in order."""
        return [factor.code for factor in self.factors]


def possible_causes(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """The factors that are no early sign: an early sign is not something people respond to."""
    return tuple(factor for factor in factors if factor.claim is not Claim.PREMONITORY)


def fit_pooled_model(source: BatchSource, factors: Sequence[Factor]) -> PooledModel:
    """Fit ``factors`` together over everybody; ``source`` as for ``fit_within_person``."""
    fit = fit_within_person(source, [factor.code for factor in factors])
    return PooledModel(
        factors=tuple(factors),
        coefficients=fit.expansion_point,
        reasons={
            place: estimate.reason
            for place, estimate in enumerate(fit.estimates)
            if estimate.status is not Status.ESTIMATED
        },
        people_by_site={site: sums.n_people for site, sums in fit.site_sums.items()},
    )


def gather_people(source: BatchSource, pooled: PooledModel) -> PersonEvidence:
    """Evidence of the people who can move the model, at most 20,000 of them, sampled by site."""
    chosen = sample_people(pooled.people_by_site, MOST_PEOPLE)
    stream = BlockStream(source, pooled.codes, by_stratum=False)
    with threadpool_limits(limits=1, user_api="blas"):
        return gather_evidence(stream, pooled.coefficients, chosen)


def control_excess(evidence: PersonEvidence, pooled: PooledModel) -> float:
    """How many times what chance allows people's scores vary for factors that do nothing.

    A bad month, or attacks that bring attacks, lets scores vary where people do not differ. Over
    all negative controls the squared scores are added up and divided by what they should be; the
    result is at least 1, so that a control that came out quiet makes nothing surer.
    """
    seen, due = 0.0, 0.0
    for place, factor in enumerate(pooled.factors):
        if factor.claim is not Claim.NEGATIVE_CONTROL or place in pooled.reasons:
            continue
        score = evidence.score[place].astype(float)
        information = evidence.information[place].astype(float)
        score -= information * score.sum() / max(information.sum(), NEGLIGIBLE)
        seen += float(np.sum(score**2 / evidence.dispersion))
        due += float(information.sum())
    return max(seen / due, 1.0) if due > 0 else 1.0


def fit_people(evidence: PersonEvidence, pooled: PooledModel) -> list[SpreadFound]:
    """How people differ in each factor of the pooled model, in order.

    Candidates are fitted with chance as wide as negative controls show it, controls themselves with
    chance as it should be: a spread there says what is left to be afraid of.
    """
    in_all = sum(pooled.people_by_site.values())
    excess = control_excess(evidence, pooled)
    found = []
    for place, factor in enumerate(pooled.factors):
        support = _support(evidence, place)
        reason = pooled.reasons.get(place, "")
        if not reason and support.n_people < FEWEST_PEOPLE:
            reason = f"the diaries of fewer than {FEWEST_PEOPLE} people speak about it"
        spread = None
        if not reason:
            is_control = factor.claim is Claim.NEGATIVE_CONTROL
            people = own_likelihood(evidence, place, excess=1.0 if is_control else excess)
            with threadpool_limits(limits=1, user_api="blas"):
                spread = fit_person_spread(people, float(pooled.coefficients[place]))
        found.append(SpreadFound(factor, spread, reason, support, in_all))
    return found


def _support(evidence: PersonEvidence, place: int) -> Support:
    there = evidence.information[place] > NEGLIGIBLE
    return Support(
        n_people=int(there.sum()),
        n_person_days=int(evidence.days[there].sum()),
        n_events=int(np.rint(evidence.attacks[there].sum())),
        n_sites=len(np.unique(evidence.site[there])),
    )
