"""Attacks per at-risk day over many people, each with days that hang together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import stats

from models.results import CONFIDENCE

if TYPE_CHECKING:
    from models.exposure_strata.person_groups import PersonGroups


@dataclass(frozen=True)
class OnsetShare:
    """A share between 0 and 1, the standard error of its logit, and its 95% interval."""

    share: float
    logit_error: float
    ci_low: float
    ci_high: float


def onset_share(groups: PersonGroups) -> OnsetShare:
    """Sum of attacks over sum of days of the stratum, people being drawn and not days.

    var(share) = sum((attacks - share days)^2) / sum(days)^2 n / (n - 1), over the n people with a
    day; the interval is on the logit scale with Student's t (n - 1), so that it stays between 0 and
    1 where attacks are few (Korn and Graubard, Analysis of Health Surveys, 1999, section 3.2).

    Raises:
        ValueError: fewer than two people with a day, no attack, or an attack on every day.
    """
    told = groups.days > 0
    days, attacks, people = groups.days[told], groups.attacks[told], groups.people[told]
    n, whole = float(people.sum()), float(people @ days)
    share = float(people @ attacks) / whole if whole else 0.0
    if n < 2 or not 0 < share < 1:
        raise ValueError(f"no interval for a share of {share:g} among {n:g} people")
    variance = float(people @ (attacks - share * days) ** 2) / whole**2 * n / (n - 1)
    error = math.sqrt(variance) / (share * (1 - share))
    logit, half = math.log(share / (1 - share)), float(stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1))
    low, high = logit - half * error, logit + half * error
    return OnsetShare(share, error, 1 / (1 + math.exp(-low)), 1 / (1 + math.exp(-high)))
