"""Which days reach the diary: more often when a drug was needed, less at weekends, less with time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from triggerscape.cohort.world.draws import BoolArray, DayArray, FloatArray, stream
from triggerscape.cohort.world.engine import Days


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
    days: Days, weekend: BoolArray, enrolled: DayArray, by_app: bool, seed: int, site: int
) -> BoolArray:
    """True on days that were written down, were one taking part; shape (days, people)."""
    keeping = APP if by_app else CLINIC
    draws = stream(seed, site, "diary")
    tenure = np.arange(len(days.migraine))[:, None] - enrolled
    odds = keeping.usual + keeping.person_sd * draws.standard_normal(days.migraine.shape[1])
    odds = odds + keeping.drug_day * days.acute
    odds = odds + keeping.other_migraine_day * (days.migraine & ~days.acute)
    odds = odds + keeping.weekend * weekend[:, None]
    odds = odds + keeping.first_fortnight * (tenure < 14)
    written: BoolArray = draws.random(odds.shape) < _share(odds)
    return written


def _share(odds: FloatArray) -> FloatArray:
    share: FloatArray = 1 / (1 + np.exp(-odds))
    return share
