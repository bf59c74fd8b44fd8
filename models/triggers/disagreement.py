"""Do the two contrasts of a factor tell different stories?"""

from __future__ import annotations

from models.results import FactorEstimate


def contrasts_disagree(within: FactorEstimate, between: FactorEstimate) -> bool:
    """True when people who are exposed more differ, and the same person on other days does not.

    That is: the between-person interval excludes no effect, while the within-person interval covers
    it or lies on the other side. False when either contrast could not be estimated.
    """
    if within.log_rate_ratio is None or between.log_rate_ratio is None:
        return False
    if not between.excludes_no_effect:
        return False
    opposite = (within.log_rate_ratio > 0) != (between.log_rate_ratio > 0)
    return opposite or not within.excludes_no_effect
