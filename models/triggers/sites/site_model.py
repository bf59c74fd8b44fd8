"""Which factors a single site can speak about; the others keep the value of all sites together."""

from __future__ import annotations

from collections.abc import Sequence

from models.stream.exposure_counts import ExposureCounts, support_of
from models.triggers.likelihood.estimability import Estimability, estimability
from models.triggers.likelihood.likelihood_sums import LikelihoodSums

FEWEST_PEOPLE = 20
FEWEST_EXPECTED_EVENTS = 10
PEOPLE_PER_FACTOR = 2  # the sandwich is an average over people, and few make it look too sure


def site_model(
    sums: LikelihoodSums, counts: ExposureCounts, factors: Sequence[str], kept: Sequence[int]
) -> Estimability:
    """The factors with an estimate at one site, of those ``kept`` in the model of all sites.

    Beside what ``estimability`` asks: 20 people with an event among whom the factor varied, 10
    events to be expected on exposed days, and two people at the site for every factor in its model.
    """
    able = estimability(sums.information, counts, factors)
    reasons = dict(able.reasons)
    for place in range(len(factors)):
        if place in reasons:
            continue
        if place not in kept:
            reasons[place] = "not in the model of all sites"
        elif counts.n_people[place] < FEWEST_PEOPLE:
            reasons[place] = f"fewer than {FEWEST_PEOPLE} informative people at the site"
        elif _expected(counts, place) < FEWEST_EXPECTED_EVENTS:
            reasons[place] = (
                f"fewer than {FEWEST_EXPECTED_EVENTS} attacks to be expected on exposed days"
            )
    inside = tuple(place for place in able.kept if place not in reasons)
    if sums.n_people < PEOPLE_PER_FACTOR * len(inside):
        few = f"fewer than {PEOPLE_PER_FACTOR} people at the site for each factor"
        return Estimability((), dict.fromkeys(inside, few) | reasons)
    return Estimability(inside, reasons)


def _expected(counts: ExposureCounts, place: int) -> float:
    return support_of({"here": counts}, place).expected_exposed_events or 0.0
