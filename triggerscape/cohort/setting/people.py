"""Who the people of a site are: burden, sex, age, diagnosis and habits of treatment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, expit, ndtri

from triggerscape.cohort.setting.burden import intercepts
from triggerscape.cohort.setting.calendar import LAST_DAY, MONTH
from triggerscape.cohort.setting.draws import BoolArray, DayArray, FloatArray, Luck
from triggerscape.cohort.truth import Truth


@dataclass(frozen=True)
class People:
    """One entry per person of a site, all arrays of the same length."""

    severity: FloatArray  # standard normal score of the burden
    burden: FloatArray  # intended long-run share of migraine days
    intercept: FloatArray  # log odds of migraine with every factor absent
    other_headache: FloatArray  # long-run share of days with another headache
    female: BoolArray
    cycling: BoolArray
    birth_year: DayArray
    onset_age: DayArray
    diagnosis: NDArray[np.str_]
    takes_triptans: BoolArray
    failed_preventives: DayArray

    @property
    def size(self) -> int:
        """Number of people."""
        return len(self.burden)

    @property
    def overuse_days(self) -> DayArray:
        """Acute-drug days a month from which overuse begins: 10 for triptans, 15 for others."""
        return np.where(self.takes_triptans, 10, 15)

    @property
    def headache_share(self) -> FloatArray:
        """Intended long-run share of days with any headache."""
        return self.burden + (1 - self.burden) * self.other_headache


def make_people(truth: Truth, size: int, site_effect: float, luck: Luck) -> People:
    """Draw the people of one site."""
    draws = luck.stream("people")
    rank = draws.random(size)
    severity = ndtri(rank)
    burden = betaincinv(truth.burden_alpha, truth.burden_beta, rank)
    lags = np.log(truth.persistence_odds_ratio), np.log(truth.second_day_odds_ratio)
    intercept = intercepts(burden, *lags) + truth.baseline_shift + site_effect
    other = expit(-1.87 + 0.15 * severity)  # 10 to 17% of days, rising a little with burden
    female = draws.random(size) < 0.85
    age = np.clip(np.round(draws.normal(41, 12, size)), 18, 79).astype(np.int64)
    cycling = female & (age < 53) & (draws.random(size) < 0.95)
    headaches = (burden + (1 - burden) * other) * MONTH
    chronic = (headaches >= 15) & (burden * MONTH >= 8)
    with_aura = draws.random(size) < 0.27
    diagnosis = np.where(chronic, "chronic_migraine", np.where(with_aura, "mwa", "mwoa"))
    return People(
        severity=severity,
        burden=burden,
        intercept=intercept,
        other_headache=other,
        female=female,
        cycling=cycling,
        birth_year=LAST_DAY.year - age,
        onset_age=np.minimum(age - 1, np.round(draws.gamma(6.0, 3.5, size)).astype(np.int64)),
        diagnosis=diagnosis,
        takes_triptans=draws.random(size) < 0.5,
        failed_preventives=draws.poisson(0.8 + 0.6 * np.maximum(severity, 0)).astype(np.int64),
    )
