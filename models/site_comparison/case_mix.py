"""What is expected of each person, by who they are and how they came, over all sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression, PoissonRegressor

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Small against thousands of people: it only keeps a level that one person has from running away.
_PENALTY = 1e-6
_UNKNOWN = "unknown"


def case_mix(people: pl.DataFrame, traits: Sequence[str], amounts: Sequence[str]) -> Floats:
    """A column a level of each trait but its first, and two columns an amount, which is known.

    Unknown is a level of its own. An amount a (days of 28) gives log(a + 1) and a / 28: whoever had
    twice the days will have about twice as many, but for who can hardly have more.
    """
    columns: list[Floats] = []
    for trait in traits:
        told = people[trait].fill_null(_UNKNOWN)
        levels = sorted(set(told.to_list()))
        columns += [(told == level).cast(float).to_numpy() for level in levels[1:]]
    for amount in amounts:
        days = people[amount].cast(float).to_numpy()
        columns += [np.log1p(days), days / 28]
    if not columns:
        return np.zeros((people.height, 0))
    return np.column_stack(columns)


def expected_days(days: Floats, known: Floats, mix: Floats) -> Floats:
    """Days each person (n) is expected to have in ``known`` days: Poisson regression on the mix.

    The expected days of everybody together are the observed ones: the intercept has no penalty.
    """
    if mix.shape[1] == 0:
        return np.asarray(known * days.sum() / known.sum(), dtype=np.float64)
    model = PoissonRegressor(alpha=_PENALTY, max_iter=1000, tol=1e-8, solver="newton-cholesky")
    rate = model.fit(mix, days / known, sample_weight=known).predict(mix)
    expected = known * rate
    return np.asarray(expected * (days.sum() / expected.sum()), dtype=np.float64)


def expected_shares(hits: Floats, mix: Floats) -> Floats:
    """The chance of each person (n) to be a hit: logistic regression on the mix.

    Where all or none are hits, that share for everybody.
    """
    if mix.shape[1] == 0 or len(np.unique(hits)) < 2:
        return np.full(hits.size, hits.mean())
    model = LogisticRegression(C=1 / (_PENALTY * hits.size), max_iter=1000, tol=1e-8)
    chance = model.fit(mix, hits).predict_proba(mix)[:, 1]
    return np.asarray(chance * (hits.sum() / chance.sum()), dtype=np.float64)
