"""The forecasts that need no forecaster: last month again, one's own mean, a Poisson regression."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.linear_model import PoissonRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from models.forecast.judging.deviance import poisson_deviance

if TYPE_CHECKING:
    from models.forecast.person_months import Floats, PersonMonths

Learner = Callable[["PersonMonths", "PersonMonths"], "Floats"]
"""Learns from the first rows and forecasts the second: attack days per 28, above 0."""

LAST_MONTH, OWN_MEAN, REGRESSION = "last month", "own mean so far", "Poisson regression"
_SHARES = np.linspace(0.02, 0.98, 25)


def last_month(learnt: PersonMonths, asked: PersonMonths) -> Floats:
    """The last window's attack days, drawn towards the mean of all."""
    return _drawn_in(learnt, learnt.last_month, asked.last_month)


def own_mean(learnt: PersonMonths, asked: PersonMonths) -> Floats:
    """The person's own attack days of all windows so far, drawn towards the mean of all."""
    return _drawn_in(learnt, learnt.so_far, asked.so_far)


def poisson_regression(learnt: PersonMonths, asked: PersonMonths) -> Floats:
    """A log-linear regression on every feature; past attack days enter as logarithms."""
    model = make_pipeline(
        SimpleImputer(strategy="mean", add_indicator=True, keep_empty_features=True),
        StandardScaler(),
        # With a weaker penalty it goes astray at sites that record other things than it learnt,
        # and a baseline made badly is beaten for nothing.
        PoissonRegressor(alpha=0.1, solver="newton-cholesky", max_iter=100),
    )
    with threadpool_limits(limits=1):
        model.fit(
            _with_logarithms(learnt),
            learnt.rate,
            poissonregressor__sample_weight=learnt.known_days,
        )
        # A forecast beyond the days there are would be judged too harshly.
        expected: Floats = np.clip(model.predict(_with_logarithms(asked)), 0.01, 28.0)
    return expected


PLAIN: dict[str, Learner] = {
    LAST_MONTH: last_month,
    OWN_MEAN: own_mean,
    REGRESSION: poisson_regression,
}


def _drawn_in(learnt: PersonMonths, then: Floats, now: Floats) -> Floats:
    """What suits the learnt rows best between the naive forecast and the mean of everybody.

    Undrawn, a month without attacks would forecast none, and the first attack after it would be
    infinitely unlikely: no forecast is beaten fairly by beating that.
    """
    mean = float(np.average(learnt.rate, weights=learnt.known_days))
    mixed = [_mixed(then, mean, share) for share in _SHARES]
    lost = [poisson_deviance(learnt.rate, mu, learnt.known_days).sum() for mu in mixed]
    return _mixed(now, mean, float(_SHARES[int(np.argmin(lost))]))


def _mixed(naive: Floats, mean: float, share: float) -> Floats:
    return (1 - share) * np.where(np.isnan(naive), mean, naive) + share * mean


def _with_logarithms(months: PersonMonths) -> Floats:
    is_rate = np.array([name.startswith("attack_rate") for name in months.feature_names])
    features = months.features.copy()
    features[:, is_rate] = np.log(features[:, is_rate] + 0.5)
    return features
