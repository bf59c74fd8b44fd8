"""The fitted forecast: what is kept of it, and everything needed to use it on other people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

    from models.forecast.person_months import Floats

MODEL_ID = "attack_days_next_28"
MOST_DAYS = 28.0
NOMINAL = 0.90


@dataclass(frozen=True)
class ForecastSettings:
    """What the forecast is grown with; ``rows_a_leaf`` is raised until every leaf tells of enough.

    A leaf with few people behind it would say something about them: disclosure comes before skill.
    """

    learning_rate: float = 0.05
    iterations: int = 100
    leaves_a_tree: int = 16
    rows_a_leaf: int = 100
    bins: int = 64
    fewest_people_a_leaf: int = 11
    highest_membership_auc: float = 0.60
    folds: int = 5
    most_rows: int = 200_000
    nominal_coverage: float = NOMINAL
    seed: int = 20261121

    def as_dict(self) -> dict[str, float | int]:
        """Every setting by name, as the registry stores it."""
        return asdict(self)


@dataclass(frozen=True)
class TrainingSummary:
    """Who the forecast learnt from, and the two figures that decide whether it may be kept."""

    n_people: int
    n_person_months: int
    n_sites: int
    first_window: int
    last_window: int
    share_of_people_used: float
    fewest_people_in_a_leaf: int
    membership_auc: float

    def as_dict(self) -> dict[str, float | int]:
        """Every figure by name, as the registry stores it."""
        return asdict(self)


@dataclass(frozen=True)
class ForecastModel:
    """A fitted forecast of attack days per 28 in the next window.

    ``estimator`` takes columns in the order of ``feature_names``, NaN where nobody knows, and gives
    attack days per 28. ``score_limit`` is the conformal quantile of |y - mu| / sqrt(mu).
    """

    estimator: HistGradientBoostingRegressor
    feature_names: tuple[str, ...]
    settings: ForecastSettings
    training: TrainingSummary
    score_limit: float
    model_id: str = MODEL_ID

    def predict(self, features: Floats) -> Floats:
        """Expected attack days per 28, at most 28: one a row."""
        return expected_days(self.estimator, features)

    def interval(self, features: Floats) -> tuple[Floats, Floats]:
        """The conformal interval of each row, within 0 to 28 days."""
        return interval_around(self.predict(features), self.score_limit)


def expected_days(trees: HistGradientBoostingRegressor, features: Floats) -> Floats:
    """Attack days per 28 that trees expect of each row, at most 28.

    One thread: a short forecast would wait for the others most of its time.
    """
    with threadpool_limits(limits=1):
        expected: Floats = np.minimum(trees.predict(features), MOST_DAYS)
    return expected


def interval_around(expected: Floats, score_limit: float) -> tuple[Floats, Floats]:
    """The interval mu -+ limit sqrt(mu), cut at 0 and 28 days."""
    reach = score_limit * np.sqrt(expected)
    return np.maximum(expected - reach, 0.0), np.minimum(expected + reach, MOST_DAYS)
