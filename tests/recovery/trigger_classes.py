"""The factors of the synthetic population by what was planted, and who may be called what."""

from __future__ import annotations

CLASSES: dict[str, tuple[str, ...]] = {
    "trigger, same day": (
        "menses_window",
        "stress_letdown",
        "caffeine_high",
        "meal_skipped",
        "x_humidity",
    ),
    "trigger, day before": ("stress_level", "sleep_poor", "caffeine_withdrawal"),
    "trigger, rare": ("alcohol_heavy", "travel"),
    "fewer attacks": ("weekend",),
    "in one person of eight": ("x_pressure_drop",),
    "null, more in worse-off people": ("posture_poor", "screen_long"),
    "null, widely blamed": ("sleep_short", "alcohol_any", "chocolate", "cheese", "water_low"),
    "negative control": ("ovulation_window", "x_nc1", "x_nc2", "x_nc3"),
    "trigger and early sign": ("odour",),
    "early sign": ("neck_pain_any", "fatigue", "bright_light", "x_craving"),
}
NULLS = (*CLASSES["null, more in worse-off people"], *CLASSES["null, widely blamed"])
# An early sign moves with the attack though it does nothing: no interval is meant to hold 1.
SIGNS = (*CLASSES["early sign"], *CLASSES["trigger and early sign"])
CALLED = ("trigger", "protective")


def class_of(code: str) -> str:
    """LookupError for a factor that no class holds."""
    for name, codes in CLASSES.items():
        if code in codes:
            return name
    raise LookupError(f"{code} belongs to no class")
