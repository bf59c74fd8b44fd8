"""Which measures are a level, counted over people or days, and so may be too shaky to be shown.

A ratio, a difference and whatever a model gives stands with its interval, however wide: that it is
wide is the finding. So do scores and amounts of money, of which the rule says nothing.
"""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """What a level is counted over."""

    SHARE_OF_PEOPLE = "share of people"
    SHARE_OF_DAYS = "share of days"
    MEAN = "mean or rate of counts"


LEVELS: dict[str, Level] = {
    "mmd_mean": Level.MEAN,
    "mhd_mean": Level.MEAN,
    "acute_drug_days": Level.MEAN,
    "severe_day_share": Level.SHARE_OF_DAYS,
    "diary_completeness": Level.SHARE_OF_DAYS,
    "premonitory_day_share": Level.SHARE_OF_DAYS,
    "exposed_day_share": Level.SHARE_OF_DAYS,
    "attacks_per_28_days": Level.MEAN,
    "perceived_people_share": Level.SHARE_OF_PEOPLE,
    "perceived_day_share": Level.SHARE_OF_DAYS,
    "chronification_rate": Level.MEAN,
    "reversion_rate": Level.MEAN,
    "chronic_share": Level.SHARE_OF_PEOPLE,
    "overuse_share": Level.SHARE_OF_PEOPLE,
    "overuse_new": Level.SHARE_OF_PEOPLE,
    "overuse_reverted": Level.SHARE_OF_PEOPLE,
    "stopped_by_day_84": Level.SHARE_OF_PEOPLE,
    "mmd_observed": Level.MEAN,
    "sessions_per_person": Level.MEAN,
}
