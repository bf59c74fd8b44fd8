"""In which form an amount enters the model: a smooth curve, or one level for each value.

The rule, fixed beforehand and blind to the outcome:

- up to 7 distinct amounts (a rating from 1 to 5, say): levels, those recorded on 100 days or more;
- otherwise a natural cubic spline with 5 knots, at the quantiles 5, 27.5, 50, 72.5 and 95 % of all
  recorded days (Harrell's places for five knots);
- unless a tenth of the days or more are at the lowest amount, as with a day without alcohol: then
  the first knot is that amount, the others at 25, 50, 75 and 95 % of the days above it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.stream.person_days import FloatArray
from models.triggers.shapes.amount_counts import AmountCounts
from models.triggers.shapes.natural_spline import FEWEST_KNOTS, natural_spline

MOST_LEVELS = 7
FEWEST_LEVEL_DAYS = 100
SPIKE_SHARE = 0.1
KNOTS_AT = (0.05, 0.275, 0.5, 0.725, 0.95)
KNOTS_ABOVE_SPIKE_AT = (0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Spline:
    """A natural cubic spline with these knots."""

    knots: tuple[float, ...]
    name = "spline"

    @property
    def straight_line(self) -> FloatArray:
        """The coefficients with which the columns add up to the amount itself."""
        line = np.zeros(len(self.knots) - 1)
        line[0] = 1.0
        return line

    def columns(self, amounts: FloatArray) -> FloatArray:
        """The model's columns (columns, days); NaN where the amount is NaN."""
        return natural_spline(amounts, self.knots)


@dataclass(frozen=True)
class Levels:
    """One column for each value but the reference; days at any other value are left out."""

    values: tuple[float, ...]
    reference: float
    name = "levels"

    @property
    def compared(self) -> tuple[float, ...]:
        """The values that have a column."""
        return tuple(value for value in self.values if value != self.reference)

    @property
    def straight_line(self) -> FloatArray:
        """The coefficients with which the columns add up to the distance from the reference."""
        return np.array(self.compared) - self.reference

    def columns(self, amounts: FloatArray) -> FloatArray:
        """The model's columns (columns, days); NaN where the amount is none of the values."""
        is_value = amounts == np.array(self.compared)[:, np.newaxis]
        return np.where(np.isin(amounts, self.values), is_value.astype(np.float64), np.nan)


AmountForm = Spline | Levels


def choose_form(counts: AmountCounts, reference: float) -> AmountForm | None:
    """The form by the rule above; None when fewer than two amounts could be compared."""
    if len(counts.amounts) > MOST_LEVELS:
        knots = _knots(counts)
        if len(knots) >= FEWEST_KNOTS:
            return Spline(knots)
    values = counts.amounts[counts.days >= FEWEST_LEVEL_DAYS][:MOST_LEVELS].tolist()
    if len(values) < 2:
        return None
    return Levels(tuple(values), min(values, key=lambda value: (abs(value - reference), value)))


def _knots(counts: AmountCounts) -> tuple[float, ...]:
    """Rising knots; quantiles that fall on the same amount become one."""
    lowest = float(counts.amounts[0])
    if counts.days[0] >= SPIKE_SHARE * counts.days.sum():
        above = (counts.quantile(share, above=lowest) for share in KNOTS_ABOVE_SPIKE_AT)
        return tuple(sorted({lowest, *above}))
    return tuple(sorted({counts.quantile(share) for share in KNOTS_AT}))
