"""Does a factor come before attacks, or do attacks bring it about?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.multiplicity import q_values
from models.results import FactorEstimate
from models.triggers.timing.lag_profile import LEAD
from triggerscape.adjustment_sets import is_given
from triggerscape.factors import Factor

FALSE_DISCOVERY_RATE = 0.05
SMALLEST_REACTION = math.log(1.05)


@dataclass(frozen=True)
class TimingEvidence:
    """What the days around an attack say about one factor.

    ``after`` is its estimate on the day after an attack began (lag -1), given the same factor on
    the days before, with ``after_q`` over all factors; ``reacts`` is 1 where it rises after an
    attack, -1 where it falls, 0 where neither is shown. ``same_day_is_stronger`` marks a factor of
    an earlier day whose link to attacks is far stronger on the day of the attack itself.
    """

    after: FactorEstimate
    after_q: float | None
    reacts: int
    same_day_is_stronger: bool


def timing_evidence(
    profiles: Mapping[str, Mapping[int, FactorEstimate]], factors: Sequence[Factor]
) -> dict[str, TimingEvidence]:
    """The evidence of each factor of ``factors``, by code.

    What comes after an attack cannot have caused it, so a link there is a sign that attacks move
    the factor (Lipsitch et al., Epidemiology 2010;21:383: a negative control). It counts where its
    Benjamini-Hochberg q over all factors is at most 0.05 and the ratio is beyond 1.05 either way.
    What no attack can move (calendar, cycle, weather) never reacts: a link on its day after says
    that its days are known only roughly, as those of a cycle are where bleeding was not recorded.
    """
    after = [profiles[factor.code][LEAD] for factor in factors]
    adjusted = q_values([estimate.p_value for estimate in after])
    return {
        factor.code: TimingEvidence(
            estimate,
            q_value,
            0 if is_given(factor) else _direction(estimate, q_value),
            not is_given(factor) and _stronger(factor, profiles),
        )
        for factor, estimate, q_value in zip(factors, after, adjusted, strict=True)
    }


def _direction(estimate: FactorEstimate, q_value: float | None) -> int:
    effect = estimate.log_rate_ratio
    if effect is None or q_value is None or q_value > FALSE_DISCOVERY_RATE:
        return 0
    if abs(effect) <= SMALLEST_REACTION:
        return 0
    return 1 if effect > 0 else -1


def _stronger(factor: Factor, profiles: Mapping[str, Mapping[int, FactorEstimate]]) -> bool:
    """True where the same-day interval lies wholly beyond the interval at the primary lag."""
    same_day, own = profiles[factor.code][0], profiles[factor.code][factor.primary_lag]
    if factor.primary_lag == 0 or own.log_rate_ratio is None:
        return False
    if same_day.ci_low is None or same_day.ci_high is None:
        return False
    if own.ci_low is None or own.ci_high is None:
        return False
    if own.log_rate_ratio > 0:
        return same_day.ci_low > own.ci_high
    return same_day.ci_high < own.ci_low
