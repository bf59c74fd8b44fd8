"""A negative control: what people who have yet to start differ by, long before they do."""

from __future__ import annotations

import polars as pl
from threadpoolctl import threadpool_limits

from models.therapies.bracket.bracket_results import Difference
from models.therapies.bracket.nuisances import Propensities
from models.therapies.bracket.sides import adjusted_side
from models.therapies.outcomes import HEADLINE, people_with, trial_of

FAR_AHEAD = 168
"""Days after time zero from which a start is a negative control: it lies after the outcome of days
28 to 83, and so does the bad spell of three months that leads people to it."""


def later_start(people: pl.DataFrame) -> Difference | None:
    """Of arm 0, who starts from day 168 on against who does not: the adjusted side, as if it acted.

    ``days_to_start`` says how long after time zero a person started, null for never; who starts
    sooner is left out. None without that column, or with fewer than 50 people of a kind.
    """
    if "days_to_start" not in people.columns:
        return None
    later = pl.col("days_to_start")
    waiting = people.filter(pl.col("arm") == 0, later.is_null() | (later >= FAR_AHEAD))
    as_arms = people_with(waiting.with_columns(arm=later.is_not_null().cast(pl.Int64)), HEADLINE)
    with threadpool_limits(limits=1, user_api="blas"):
        side = adjusted_side(trial_of(as_arms, HEADLINE), Propensities())
    return side.found if side else None
