"""What the forecast leans on, on people it never saw. Association, for prediction only.

A feature that is shuffled, or set to one value for everybody, says how the forecast uses it. It
says nothing about what would happen if somebody changed it: never a cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from models.forecast.features import FAMILIES
from models.forecast.judging.deviance import poisson_deviance
from models.forecast.judging.person_bootstrap import figure_of_people, sums_of_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sklearn.ensemble import HistGradientBoostingRegressor

    from models.forecast.person_months import Floats, PersonMonths

FEATURE, FAMILY, DEPENDENCE = "one feature shuffled", "family shuffled", "set for everybody"
SHUFFLES = 3
MOST_ROWS = 5_000
_QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Influence:
    """One row: how much deviance a shuffle costs, or the mean forecast with a feature set."""

    kind: str
    feature_id: str
    value: float | None
    measure_id: str
    figure: float
    low: float
    high: float
    n_people: int
    n_months: int
    n_days: int
    n_sites: int


def influences(
    trees: HistGradientBoostingRegressor, unseen: PersonMonths, seed: int
) -> list[Influence]:
    """Permutation importance of features and families, and brute-force partial dependence.

    Whole people are taken in the order they come until there are enough rows.
    """
    if len(unseen) > MOST_ROWS:
        unseen = unseen.rows(unseen.person <= unseen.person[MOST_ROWS])
    names = {name: place for place, name in enumerate(unseen.feature_names)}
    members = {
        family: [names[name] for name in members if name in names]
        for family, members in FAMILIES.items()
    }
    # One thread: hundreds of short forecasts would wait for their threads most of the time.
    with threadpool_limits(limits=1):
        shuffling = _Shuffling(trees, unseen, seed)
        return [
            *(shuffling.lost(FEATURE, name, [place]) for name, place in names.items()),
            *(shuffling.lost(FAMILY, name, places) for name, places in members.items() if places),
            *(
                _set(trees, unseen, name, place, value)
                for name, place in names.items()
                for value in grid(unseen.features[:, place])
            ),
        ]


def grid(values: Floats) -> list[float]:
    """Values to set a feature to: yes and no, or five quantiles at two significant digits.

    So rounded, and never the smallest or largest, none of them is somebody's own.
    """
    known = values[~np.isnan(values)]
    if not known.size:
        return []
    if set(np.unique(known)) <= {0.0, 1.0}:
        return [0.0, 1.0]
    return sorted({float(f"{value:.2g}") for value in np.quantile(known, _QUANTILES)})


class _Shuffling:
    """Share of the deviance around everybody's mean that is lost when columns are shuffled."""

    def __init__(
        self, trees: HistGradientBoostingRegressor, unseen: PersonMonths, seed: int
    ) -> None:
        self._trees, self._unseen, self._seed = trees, unseen, seed
        mean = np.full(len(unseen), np.average(unseen.rate, weights=unseen.known_days))
        self._around = poisson_deviance(unseen.rate, mean, unseen.known_days)
        self._whole = self._deviance(unseen.features)

    def lost(self, kind: str, name: str, places: Sequence[int]) -> Influence:
        """The share for the columns at some places, shuffled together."""
        draw = np.random.default_rng([self._seed, *places])
        lost = np.zeros(len(self._unseen))
        for _ in range(SHUFFLES):
            features = self._unseen.features.copy()
            features[:, places] = features[draw.permutation(len(features))][:, places]
            lost += (self._deviance(features) - self._whole) / SHUFFLES
        columns = np.column_stack([lost, self._around])
        return _made(self._unseen, columns, kind=kind, name=name, measure_id="deviance_lost")

    def _deviance(self, features: Floats) -> Floats:
        unseen = self._unseen
        return poisson_deviance(unseen.rate, self._trees.predict(features), unseen.known_days)


def _set(
    trees: HistGradientBoostingRegressor, unseen: PersonMonths, name: str, place: int, value: float
) -> Influence:
    """Mean forecast with the feature at this value for everybody (Friedman 2001)."""
    features = unseen.features.copy()
    features[:, place] = value
    columns = np.column_stack([unseen.known_days * trees.predict(features), unseen.known_days])
    return _made(
        unseen, columns, kind=DEPENDENCE, name=name, measure_id="forecast_days", value=value
    )


def _made(
    unseen: PersonMonths,
    columns: Floats,
    *,
    kind: str,
    name: str,
    measure_id: str,
    value: float | None = None,
) -> Influence:
    sums = sums_of_people(unseen.person, columns)
    figure, low, high = figure_of_people(sums, lambda found: found[..., 0] / found[..., 1])
    return Influence(
        kind=kind,
        feature_id=name,
        value=value,
        measure_id=measure_id,
        figure=figure,
        low=low,
        high=high,
        **unseen.counted,
    )
