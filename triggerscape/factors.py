"""The factor catalogue: every exposure tested, its pre-registered lag and what it may be called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Claim(StrEnum):
    """What an association with this factor may be published as."""

    CANDIDATE = "candidate"  # may turn out a trigger, protective, or nothing
    PREMONITORY = "premonitory"  # may be an early sign of the attack: never a trigger
    NEGATIVE_CONTROL = "negative_control"  # known to do nothing: measures our own bias


@dataclass(frozen=True)
class Factor:
    """One exposure: a column of a table of days, or an x_ column a site's profile declares.

    ``primary_lag`` is in days before the outcome day: sleep that ended on the day, weather and the
    cycle act on the same day (0); behaviour acts on the next day (1).
    """

    code: str
    label: str
    domain: str
    primary_lag: int
    claim: Claim = Claim.CANDIDATE
    step: str = "yes against no"

    @property
    def is_extra(self) -> bool:
        """True where the values come from a site's own x_ column."""
        return self.code.startswith("x_")


FACTORS: tuple[Factor, ...] = (
    Factor("sleep_short", "Slept 6.5 hours or less", "sleep", 0),
    Factor("sleep_poor", "Poor sleep quality", "sleep", 1),
    Factor("stress_level", "Stress level", "stress", 1, step="per 2 points of 10"),
    Factor("stress_letdown", "Stress let-down", "stress", 0),
    Factor("posture_poor", "Poor posture", "posture", 1),
    Factor("screen_long", "Eight screen hours or more", "posture", 1),
    Factor("alcohol_any", "Any alcohol", "diet", 1),
    Factor("alcohol_heavy", "Five drinks or more", "diet", 1),
    Factor("caffeine_high", "Three cups of coffee or more", "diet", 0),
    Factor("caffeine_withdrawal", "Caffeine withdrawal", "diet", 1),
    Factor("meal_skipped", "Skipped a meal", "diet", 0),
    Factor("water_low", "Less than 1.5 litres of water", "diet", 1),
    Factor("chocolate", "Chocolate", "diet", 1),
    Factor("cheese", "Cheese", "diet", 1),
    Factor("menses_window", "Menstrual window", "hormonal", 0),
    Factor("ovulation_window", "Ovulation window", "hormonal", 0, Claim.NEGATIVE_CONTROL),
    Factor("weekend", "Weekend", "calendar", 0),
    Factor("travel", "Travel", "other", 0),
    Factor("odour", "Odours", "other", 0, Claim.PREMONITORY),
    Factor("neck_pain_any", "Neck pain", "early sign", 1, Claim.PREMONITORY),
    Factor("fatigue", "Tiredness", "early sign", 1, Claim.PREMONITORY),
    Factor("bright_light", "Bright light", "early sign", 1, Claim.PREMONITORY),
)
