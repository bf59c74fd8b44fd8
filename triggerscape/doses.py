"""The exposures that come in amounts: which column holds each, in what unit, and at which lag."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dose:
    """One amount of a day: ``column`` of features.habit_day divided by ``per`` is in ``unit``.

    ``primary_lag`` is in days before the outcome day, as for the factor made of the same answer.
    ``reference`` is the amount every other is compared with, unless nobody has days near it.
    """

    code: str
    label: str
    unit: str
    column: str
    per: int
    primary_lag: int
    reference: float

    @property
    def design_column(self) -> str:
        """Its name in a design, where a factor may have the code already."""
        return f"dose_{self.code}"

    @property
    def grid(self) -> tuple[float, ...]:
        """The amounts published, ascending."""
        first, last, step = PUBLISHED[self.code]
        return tuple(first + place * step for place in range(round((last - first) / step) + 1))

    @property
    def same_answer(self) -> tuple[str, ...]:
        """The factors made of that answer on that day; it would have nothing to say beside them."""
        return MADE_OF_IT.get(self.code, ())


DOSES: tuple[Dose, ...] = (
    Dose("sleep_hours", "Hours of sleep", "h", "sleep_minutes", 60, 0, 7.5),
    Dose("stress", "Stress felt", "{score}", "stress_tenths", 10, 1, 3.0),
    Dose("sitting_hours", "Hours sitting at a desk", "h", "sitting_minutes", 60, 1, 4.0),
    Dose("screen_hours", "Hours at a screen", "h", "screen_minutes", 60, 1, 4.0),
    Dose("posture_rating", "Posture, 5 is best", "{score}", "posture_rating", 1, 1, 3.0),
    Dose("caffeine", "Caffeine", "mg", "caffeine_mg", 1, 0, 0.0),
    Dose("alcohol", "Alcohol, units of 10 g", "{unit}", "alcohol_tenths", 10, 1, 0.0),
    Dose("water", "Water drunk", "L", "water_ml", 1000, 1, 2.0),
)

# The amounts published: the first, the last, and the step from one to the next.
PUBLISHED = {
    "sleep_hours": (4.0, 11.0, 0.5),
    "stress": (0.0, 10.0, 1.0),
    "sitting_hours": (0.0, 12.0, 1.0),
    "screen_hours": (0.0, 14.0, 1.0),
    "posture_rating": (1.0, 5.0, 1.0),
    "caffeine": (0.0, 600.0, 50.0),
    "alcohol": (0.0, 10.0, 1.0),
    "water": (0.5, 4.0, 0.5),
}

# Factors made of the answer that gives the amount, of the same day.
MADE_OF_IT = {
    "sleep_hours": ("sleep_short",),
    "stress": ("stress_level",),
    "screen_hours": ("screen_long",),
    "posture_rating": ("posture_poor",),
    "caffeine": ("caffeine_high",),
    "alcohol": ("alcohol_any", "alcohol_heavy"),
    "water": ("water_low",),
}
