"""The exposures that come in amounts: which column holds each, in what unit, and at which lag."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dose:
    """One amount of a day: ``column`` of features.habit_day divided by ``per`` is in ``unit``.

    ``primary_lag`` is in days before the outcome day, as for the factor made of the same answer.
    ``reference`` is the amount every other is compared with. ``lowest``, ``highest`` and ``step``
    are the amounts published. ``same_answer`` are the factors made of that answer on that day:
    beside the amount itself they would leave it nothing to say.
    """

    code: str
    label: str
    unit: str
    column: str
    per: int
    primary_lag: int
    reference: float
    lowest: float
    highest: float
    step: float
    same_answer: tuple[str, ...] = ()

    @property
    def grid(self) -> tuple[float, ...]:
        """The amounts published, ascending."""
        steps = round((self.highest - self.lowest) / self.step)
        return tuple(self.lowest + place * self.step for place in range(steps + 1))

    @property
    def design_column(self) -> str:
        """Its name in a design, where a factor may have the code already."""
        return f"dose_{self.code}"


DOSES: tuple[Dose, ...] = (
    Dose(
        *("sleep_hours", "Hours of sleep", "h", "sleep_minutes", 60, 0, 7.5),
        *(4.0, 11.0, 0.5),
        same_answer=("sleep_short",),
    ),
    Dose(
        *("stress", "Stress felt", "{score}", "stress_tenths", 10, 1, 3.0),
        *(0.0, 10.0, 1.0),
        same_answer=("stress_level",),
    ),
    Dose(
        *("sitting_hours", "Hours sitting at a desk", "h", "sitting_minutes", 60, 1, 4.0),
        *(0.0, 12.0, 1.0),
    ),
    Dose(
        *("screen_hours", "Hours at a screen", "h", "screen_minutes", 60, 1, 4.0),
        *(0.0, 14.0, 1.0),
        same_answer=("screen_long",),
    ),
    Dose(
        *("posture_rating", "Posture, 5 is best", "{score}", "posture_rating", 1, 1, 3.0),
        *(1.0, 5.0, 1.0),
        same_answer=("posture_poor",),
    ),
    Dose(
        *("caffeine", "Caffeine", "mg", "caffeine_mg", 1, 0, 0.0),
        *(0.0, 600.0, 50.0),
        same_answer=("caffeine_high",),
    ),
    Dose(
        *("alcohol", "Alcohol, units of 10 g", "{unit}", "alcohol_tenths", 10, 1, 0.0),
        *(0.0, 10.0, 1.0),
        same_answer=("alcohol_any", "alcohol_heavy"),
    ),
    Dose(
        *("water", "Water drunk", "L", "water_ml", 1000, 1, 2.0),
        *(0.5, 4.0, 0.5),
        same_answer=("water_low",),
    ),
)
