"""Which factors make a person's profile, and the kinds of people found in the profiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from models.stream.block_stream import BlockStream
from models.stream.person_blocks import BatchSource
from models.triggers.people.people_fit import PooledModel
from models.triggers.people.person_evidence import PersonEvidence
from models.triggers.people.sampled_people import sample_people
from models.triggers.phenotypes.mixture_errors import MixtureErrors, mixture_errors
from models.triggers.phenotypes.person_profiles import Profiles, add_halves, gather_halves
from models.triggers.phenotypes.supported_groups import Phenotypes, find_phenotypes
from triggerscape.factors import Claim

DAY_NUMBER = "day_number"
MOST_PEOPLE = 5_000
MOST_FACTORS = 10
FEWEST_FACTORS = 2
FEWEST_PEOPLE = 300
# About ten attacks a person with a factor that is there on one day in nine.
LEAST_INFORMATION = 1.0


@dataclass(frozen=True, eq=False)
class PhenotypesFound:
    """The profile's factors by place in the pooled model, and what was found or why nothing was.

    ``profiles`` are those of both halves of the days; ``n_sites`` are the sites of the sample,
    ``n_people_in_all`` the people it was drawn from.
    """

    pooled: PooledModel
    places: tuple[int, ...]
    profiles: Profiles | None
    phenotypes: Phenotypes | None
    errors: MixtureErrors | None
    reason: str
    n_sites: int
    n_people_in_all: int


def profile_places(evidence: PersonEvidence, pooled: PooledModel) -> tuple[int, ...]:
    """The candidates that diaries tell enough about: at most ten, with the most information.

    A factor that is seldom there tells next to nothing about one person, and its few attacks would
    look like a kind of people.
    """
    if not len(evidence.attacks):
        return ()
    information = (evidence.information / evidence.dispersion).mean(axis=1)
    able = [
        place
        for place, factor in enumerate(pooled.factors)
        if factor.claim is Claim.CANDIDATE
        and place not in pooled.reasons
        and information[place] >= LEAST_INFORMATION
    ]
    able.sort(key=lambda place: (-information[place], place))
    return tuple(sorted(able[:MOST_FACTORS]))


def fit_phenotypes(
    source: BatchSource, pooled: PooledModel, places: Sequence[int]
) -> PhenotypesFound:
    """Kinds of people among at most 5,000 of those in the model, sampled by site.

    ``source`` streams the factors of the pooled model and ``day_number``, by which odd and even
    days are told apart.
    """
    in_all = sum(pooled.people_by_site.values())
    nothing = PhenotypesFound(pooled, tuple(places), None, None, None, "", 0, in_all)
    if len(places) < FEWEST_FACTORS:
        return _without(nothing, "diaries tell too little about all factors but one, or about all")
    chosen = sample_people(pooled.people_by_site, MOST_PEOPLE)
    stream = BlockStream(source, [*pooled.codes, DAY_NUMBER], by_stratum=False)
    with threadpool_limits(limits=1, user_api="blas"):
        halves = gather_halves(stream, pooled.coefficients, places, chosen)
    in_both = np.min([half.attacks for half in halves], axis=0) > 0
    if np.count_nonzero(in_both) < FEWEST_PEOPLE:
        return _without(nothing, f"fewer than {FEWEST_PEOPLE} people had attacks in both halves")
    profiles = add_halves(halves)
    with threadpool_limits(limits=1, user_api="blas"):
        found = find_phenotypes(halves)
        errors = mixture_errors(profiles, found.mixture)
    return PhenotypesFound(
        pooled=pooled,
        places=tuple(places),
        profiles=profiles,
        phenotypes=found,
        errors=errors,
        reason="",
        n_sites=sum(1 for flags in chosen.values() if flags.any()),
        n_people_in_all=in_all,
    )


def _without(nothing: PhenotypesFound, reason: str) -> PhenotypesFound:
    return PhenotypesFound(
        nothing.pooled, nothing.places, None, None, None, reason, 0, nothing.n_people_in_all
    )
