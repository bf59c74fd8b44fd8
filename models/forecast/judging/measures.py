"""Figures about judged months: each a function of sums over people, so that it has an interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import xlogy

from models.forecast.judging.deviance import poisson_deviance
from models.forecast.judging.own_months import own_pairs
from models.forecast.judging.person_bootstrap import figure_of_people, sums_of_people

if TYPE_CHECKING:
    from models.forecast.judging.judged_months import JudgedMonths
    from models.forecast.judging.person_bootstrap import Statistic
    from models.forecast.person_months import Floats

NO_BASELINE = "none"


@dataclass(frozen=True)
class Figure:
    """One figure, its 95% interval, and the people, months and days behind it."""

    measure_id: str
    baseline: str
    value: float
    low: float
    high: float
    n_people: int
    n_months: int
    n_days: int
    n_sites: int


def _of_rows(columns: Callable[[JudgedMonths], list[Floats]]) -> Callable[[JudgedMonths], Floats]:
    def sums(judged: JudgedMonths) -> Floats:
        return sums_of_people(judged.months.person, np.column_stack(columns(judged)))

    return sums


def _explained(judged: JudgedMonths) -> list[Floats]:
    rate, days = judged.months.rate, judged.months.known_days
    lost = poisson_deviance(rate, judged.expected, days)
    return [lost, days * rate, days, 2 * days * xlogy(rate, rate)]


def _share_explained(sums: Floats) -> Floats:
    """1 - deviance / deviance of forecasting everybody's mean (D2)."""
    lost, attacks, days, own = np.moveaxis(sums, -1, 0)
    share: Floats = 1 - lost / (own - 2 * xlogy(attacks, attacks / days))
    return share


def _error(judged: JudgedMonths) -> list[Floats]:
    return [np.abs(judged.months.rate - judged.expected), np.ones(len(judged.months))]


def _covered(judged: JudgedMonths) -> list[Floats]:
    rate = judged.months.rate
    inside = (judged.low <= rate) & (rate <= judged.high)
    return [inside.astype(np.float64), np.ones(len(rate))]


def _width(judged: JudgedMonths) -> list[Floats]:
    return [judged.high - judged.low, np.ones(len(judged.months))]


def _observed(judged: JudgedMonths) -> list[Floats]:
    days = judged.months.known_days
    return [days * judged.months.rate, days * judged.expected]


def _own_pairs(judged: JudgedMonths) -> Floats:
    own = own_pairs(judged.months.person, judged.expected, judged.months.rate)
    return np.column_stack([own.right, own.pairs])


def _ratio(sums: Floats) -> Floats:
    ratio: Floats = sums[..., 0] / sums[..., 1]
    return ratio


MEASURES: dict[str, tuple[Callable[[JudgedMonths], Floats], Statistic]] = {
    "deviance_explained": (_of_rows(_explained), _share_explained),
    "forecast_error": (_of_rows(_error), _ratio),
    "own_month_concordance": (_own_pairs, _ratio),
    "interval_coverage": (_of_rows(_covered), _ratio),
    "interval_width": (_of_rows(_width), _ratio),
    "observed_over_expected": (_of_rows(_observed), _ratio),
}


def figure(judged: JudgedMonths, measure_id: str) -> Figure:
    """One of MEASURES over these rows."""
    sums, statistic = MEASURES[measure_id]
    return _made(judged, measure_id, NO_BASELINE, sums(judged), statistic)


def skill_over(judged: JudgedMonths, baseline: str) -> Figure:
    """Share of the plain forecast's deviance that the forecast saves; 0: no better than it."""
    months = judged.months
    losses = [
        poisson_deviance(months.rate, expected, months.known_days)
        for expected in (judged.expected, judged.plain[baseline])
    ]
    sums = sums_of_people(months.person, np.column_stack(losses))
    return _made(judged, "deviance_saved", baseline, sums, lambda found: 1 - _ratio(found))


def _made(
    judged: JudgedMonths, measure_id: str, baseline: str, sums: Floats, statistic: Statistic
) -> Figure:
    value, low, high = figure_of_people(sums, statistic)
    return Figure(
        measure_id=measure_id,
        baseline=baseline,
        value=value,
        low=low,
        high=high,
        **judged.months.counted,
    )
