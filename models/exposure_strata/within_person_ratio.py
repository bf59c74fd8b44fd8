"""Attacks on one kind of day against another, every person's days against that person's own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from models.results import CONFIDENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.exposure_strata.person_groups import PersonGroups


@dataclass(frozen=True)
class WithinPersonRatio:
    """The Mantel-Haenszel risk ratio with persons as strata, the error of its log, its interval.

    ``n_people`` are those who tell something: days of both kinds, an attack on one of them.
    ``expected`` and ``expected_reference`` are the attacks there would be on either kind of day, if
    each person's fell on both alike.
    """

    ratio: float
    log_error: float
    ci_low: float
    ci_high: float
    n_people: int
    expected: float
    expected_reference: float


def tells_something(groups: PersonGroups) -> NDArray[np.bool_]:
    """Which groups of people (g) have days of both kinds, and an attack on one of them."""
    has_both = (groups.days > 0) & (groups.reference_days > 0)
    return np.asarray(has_both & (groups.attacks + groups.reference_attacks > 0), dtype=np.bool_)


def within_person_ratio(groups: PersonGroups) -> WithinPersonRatio:
    """Mantel and Haenszel's ratio: sum(a n0 / n) over sum(b n1 / n), person by person.

    A person has a attacks on n1 days of the stratum, b on n0 of the reference, n = n1 + n0. The
    error of the log ratio is the jackknife's: sqrt((k - 1) / k sum((l - mean l)^2)), l the log
    ratio without one of the k people telling something; the interval is Student's t (k - 1).
    Greenland and Robins (Biometrics 1985;41:55) hold a person's days to be independent and the
    ratio to be alike in people: it is not, and their intervals then are too short. A sandwich of
    the people's contributions is too small where the days are few people's.

    Raises:
        ValueError: fewer than two people with an attack on one kind of day.
    """
    told = tells_something(groups)
    n1, n0 = groups.days[told], groups.reference_days[told]
    a, b, people = groups.attacks[told], groups.reference_attacks[told], groups.people[told]
    k, n = float(people.sum()), n1 + n0
    own, other = a * n0 / n, b * n1 / n
    if min(people[a > 0].sum(), people[b > 0].sum()) < 2:
        raise ValueError("fewer than two people with an attack on one kind of day")
    above, below = float(people @ own), float(people @ other)
    ratio = above / below
    without = np.log((above - own) / (below - other))
    spread = without - float(people @ without) / k
    error = math.sqrt((k - 1) / k * float(people @ spread**2))
    factor = math.exp(float(stats.t.ppf(0.5 + CONFIDENCE / 2, k - 1)) * error)
    return WithinPersonRatio(
        ratio=ratio,
        log_error=error,
        ci_low=ratio / factor,
        ci_high=ratio * factor,
        n_people=round(k),
        expected=float(people @ ((a + b) * n1 / n)),
        expected_reference=float(people @ ((a + b) * n0 / n)),
    )
