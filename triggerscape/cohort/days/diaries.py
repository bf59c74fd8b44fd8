"""Which days reach the diary: more when a drug was needed, fewer at weekends and with time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from triggerscape.cohort.days.engine import Days
from triggerscape.cohort.setting.draws import BoolArray, DayArray, Luck


@dataclass(frozen=True)
class Keeping:
    """Log odds of writing a day down."""

    usual: float
    drug_day: float
    other_migraine_day: float
    weekend: float
    first_fortnight: float
    person_sd: float


APP = Keeping(1.3, np.log(3.0), np.log(0.7), np.log(0.6), np.log(1.3), 0.6)
CLINIC = Keeping(2.2, np.log(1.6), np.log(0.8), np.log(0.8), 0.0, 0.6)


def enrolled_days(enrolled: DayArray, left: DayArray, length: int) -> BoolArray:
    """True on the days a person takes part, shape (days, people)."""
    day = np.arange(length)[:, None]
    return (day >= enrolled) & (day < left)


def written_days(
    days: Days, weekend: BoolArray, enrolled: DayArray, luck: Luck, *, by_app: bool
) -> BoolArray:
    """True on days that were written down, were one taking part; shape (days, people)."""
    keeping = APP if by_app else CLINIC
    draws = luck.stream("diary")
    tenure = np.arange(len(days.migraine))[:, None] - enrolled
    odds = np.full(days.migraine.shape, keeping.usual)
    odds += keeping.person_sd * draws.standard_normal(len(enrolled))
    odds += keeping.drug_day * days.acute
    odds += keeping.other_migraine_day * (days.migraine & ~days.acute)
    odds += keeping.weekend * weekend[:, None]
    odds += keeping.first_fortnight * (tenure < 14)
    written: BoolArray = draws.random(odds.shape) < expit(odds)
    return written
