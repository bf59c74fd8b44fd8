"""When people join and when they leave: they tend to join as a bad month begins."""

from __future__ import annotations

import numpy as np

from triggerscape.cohort.setting.calendar import MONTH, RUN_IN, Calendar
from triggerscape.cohort.setting.draws import BoolArray, DayArray, FloatArray, Luck
from triggerscape.cohort.truth import Truth

APP_DROP_OUT = 0.0125  # a day: a third are left after 90 days (M-sense 32.4%)
CLINIC_DROP_OUT = 0.0018
BASELINE = 84  # clinics keep a diary for three months before anything new is begun
_EVERY = 7  # days between possible joining days


def month_totals(migraine: BoolArray, first_days: DayArray) -> FloatArray:
    """Migraine days in the 28 days from each first day, shape (first days, people)."""
    so_far = np.zeros((len(migraine) + 1, migraine.shape[1]))
    np.cumsum(migraine, axis=0, out=so_far[1:])
    totals: FloatArray = so_far[first_days + MONTH] - so_far[first_days]
    return totals


def peak_choice(totals: FloatArray, weight: float, draws: np.random.Generator) -> DayArray:
    """One row of ``totals`` per person, with log weight per migraine day above one's own mean."""
    excess = weight * (totals - totals.mean(axis=0))
    share = np.cumsum(np.exp(excess), axis=0)
    share /= share[-1]
    chosen: DayArray = (share < draws.random(totals.shape[1])).sum(axis=0)
    return chosen


def enrolment_days(truth: Truth, migraine: BoolArray, calendar: Calendar, luck: Luck) -> DayArray:
    """Each person's first day, among the study's first weeks, preferring the start of a peak."""
    candidates = np.arange(RUN_IN, calendar.last_enrolment + 1, _EVERY)
    candidates = candidates[candidates + MONTH <= calendar.length]
    totals = month_totals(migraine, candidates)
    draws = luck.stream("enrolment")
    days = candidates[peak_choice(totals, truth.enrolment_peak, draws)]
    later = days + draws.integers(0, _EVERY, len(days))
    first: DayArray = np.minimum(later, calendar.last_enrolment)
    return first


def first_decisions(enrolled: DayArray, *, by_app: bool) -> DayArray:
    """The day from which each person may start a therapy; app users start when they like."""
    return enrolled if by_app else enrolled + BASELINE


def leaving_days(enrolled: DayArray, calendar: Calendar, luck: Luck, *, by_app: bool) -> DayArray:
    """The day after each person's last day; the calendar's length for those who stay."""
    rate = APP_DROP_OUT if by_app else CLINIC_DROP_OUT
    stays = luck.stream("drop-out").geometric(rate, len(enrolled))
    left: DayArray = np.minimum(enrolled + stays, calendar.length)
    return left
