"""How much oftener two factors fall on the same day than if a person's days of each fell apart.

lift = sum_i d_i / sum_i e_i, over people with days of both kinds of either factor: d_i are the days
with both, e_i = (days with the first) x (days with the second) / days. People who meet both factors
often do not raise it, for e_i is counted within each of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from models.triggers.pairs.pair_sums import PairSums, Told


@dataclass(frozen=True)
class CoOccurrence:
    """The log lift with its person-clustered error (ratio estimator), and the share of days."""

    log_lift: float
    standard_error: float
    share_together: float


def co_occurrence(sums: PairSums, place: int) -> CoOccurrence | None:
    """The co-occurrence of one pair; None when no day has both. CR1 = G / (G - 1)."""
    totals, moments = sums.products.totals[:, place], sums.products.moments[:, :, place]
    days, expected = float(totals[Told.DAYS]), float(totals[Told.EXPECTED])
    if days == 0:
        return None
    lift = days / expected
    off = (
        moments[Told.DAYS, Told.DAYS]
        - 2 * lift * moments[Told.DAYS, Told.EXPECTED]
        + lift**2 * moments[Told.EXPECTED, Told.EXPECTED]
    )
    n_people = sums.factors.n_people
    error = math.sqrt(max(float(off), 0.0) * n_people / max(n_people - 1, 1)) / days
    return CoOccurrence(math.log(lift), error, days / float(sums.products.days[place]))
