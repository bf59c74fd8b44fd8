"""The days of the world: a run-in nobody sees, then the study period, ending on a fixed date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from triggerscape.cohort.setting.draws import BoolArray, DayArray

LAST_DAY = date(2026, 10, 31)
RUN_IN = 84  # days for persistence and the first month's drift to settle
ENROLMENT_SHARE = 0.3  # of the study period, at its start
MONTH = 28


@dataclass(frozen=True)
class Calendar:
    """Day 0 is the first day of the run-in; the study begins on day RUN_IN."""

    days: int

    @property
    def length(self) -> int:
        """All days, run-in included."""
        return self.days + RUN_IN

    @property
    def last_enrolment(self) -> int:
        """Nobody enrols after this day."""
        return RUN_IN + int(self.days * ENROLMENT_SHARE)

    @property
    def first_date(self) -> date:
        """The date of day 0."""
        return LAST_DAY - timedelta(days=self.length - 1)

    def date_of(self, day: int) -> date:
        """The date of a day number."""
        return self.first_date + timedelta(days=day)

    def weekend(self) -> BoolArray:
        """True on Saturdays and Sundays, shape (length,)."""
        weekday = (self.first_date.weekday() + np.arange(self.length)) % 7
        return weekday >= 5

    def month_of_year(self) -> DayArray:
        """Calendar month 1 to 12 of every day, shape (length,)."""
        first = np.datetime64(self.first_date, "D")
        months = (first + np.arange(self.length)).astype("datetime64[M]").astype(np.int64)
        return months % 12 + 1
