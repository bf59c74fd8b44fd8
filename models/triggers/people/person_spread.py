"""Everything that is said of how people differ in what one factor does to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt

import numpy as np

from models.triggers.people.normal_spread import NormalSpread, fit_normal_spread
from models.triggers.people.own_likelihood import OwnLikelihood
from models.triggers.people.person_intervals import ClearPeople, count_clear_people
from models.triggers.people.responders import Responders, fit_responders
from triggerscape.factors import Claim

FEWEST_PEOPLE = 50
DISCOVERY = 0.05
# A spread in which one person in six has a rate ratio 1.35 times the typical one.
WORTH_FINDING = log(1.35)
# One-sided test at 5% with 80% power.
REACH = 1.645 + 0.842


class SpreadVerdict(StrEnum):
    """What may be said of how people differ."""

    SOME_RESPOND = "some_people_respond"
    PEOPLE_DIFFER = "people_differ"
    NO_SPREAD_SHOWN = "no_spread_shown"
    INSUFFICIENT_DATA = "insufficient_data"
    NOT_ESTIMABLE = "not_estimable"
    CONTROL_OK = "negative_control_ok"
    CONTROL_FAILED = "negative_control_failed"


@dataclass(frozen=True)
class PersonSpread:
    """The fits of one factor; ``pooled`` is the log rate ratio they are centred at.

    ``cochran_q`` has ``n_people`` - 1 degrees of freedom where people do not differ;
    ``typical_variance`` is that of a person's own estimate; ``smallest_detectable`` the spread
    found with 80% power, in log rate ratios.
    """

    n_people: int
    pooled: float
    normal: NormalSpread
    responders: Responders
    clear: ClearPeople
    cochran_q: float
    typical_variance: float
    smallest_detectable: float


def fit_person_spread(people: OwnLikelihood, pooled: float) -> PersonSpread:
    """Fit one factor over the people whose diaries speak about it."""
    normal = fit_normal_spread(people)
    _, first, second = people.with_slopes(np.array([normal.common.mean]))
    score, information = first[:, 0], -second[:, 0]
    spent = information.sum() ** 2 - np.sum(information**2)
    return PersonSpread(
        n_people=len(score),
        pooled=pooled,
        normal=normal,
        responders=fit_responders(people, pooled, normal),
        clear=count_clear_people(people, pooled, normal),
        cochran_q=float(np.sum(score**2 / information)),
        typical_variance=float((len(score) - 1) * information.sum() / spent),
        # The score test of a variance has variance 2 H^2 a person where people do not differ.
        smallest_detectable=sqrt(REACH * sqrt(2 / float(np.sum(information**2)))),
    )


def spread_verdict(
    found: PersonSpread, claim: Claim, q_value: float | None
) -> tuple[SpreadVerdict, str]:
    """The word for a factor and the rule that gave it."""
    p_value = found.normal.p_value
    if claim is Claim.NEGATIVE_CONTROL:
        if p_value < DISCOVERY:
            return SpreadVerdict.CONTROL_FAILED, f"a spread where there is none, p {p_value:.2g}"
        return SpreadVerdict.CONTROL_OK, f"no spread where there is none, p {p_value:.2g}"
    if q_value is not None and q_value < DISCOVERY:
        return _differ(found, q_value)
    if found.smallest_detectable > WORTH_FINDING:
        return (
            SpreadVerdict.INSUFFICIENT_DATA,
            f"a spread by a factor of {exp(found.smallest_detectable):.2f} is the least that these "
            f"diaries could show, above {exp(WORTH_FINDING):.2f}",
        )
    return SpreadVerdict.NO_SPREAD_SHOWN, f"q {q_value:.2g} against everybody alike"


def _differ(found: PersonSpread, q_value: float) -> tuple[SpreadVerdict, str]:
    responders = found.responders
    if responders.are_shown:
        return (
            SpreadVerdict.SOME_RESPOND,
            f"q {q_value:.2g} against everybody alike; a minority of responders is likelier than a "
            f"normal spread by {responders.against_spread:.1f} in twice the log-likelihood",
        )
    return (
        SpreadVerdict.PEOPLE_DIFFER,
        f"q {q_value:.2g} against everybody alike; a few who respond and a spread over all cannot "
        "be told apart",
    )
