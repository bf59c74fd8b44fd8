"""Cross-fitted predictions: each person's comes from a model that never saw that person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LinearRegression, LogisticRegression

from models.stream.person_days import FloatArray

RIDGE = 1.0


@dataclass(frozen=True, eq=False)
class Nuisances:
    """Per person: the probability of starting A, and the outcome expected had they started B."""

    propensity: FloatArray
    untreated: FloatArray


def cross_fit(
    features: FloatArray,
    arm: npt.NDArray[np.int64],
    outcome: FloatArray,
    folds: npt.NDArray[np.intp],
) -> Nuisances:
    """Fit both models on all folds but one and predict that one, for each fold.

    ``features`` (people, columns) are standardised first. The propensity is a logistic regression
    with a ridge worth one observation per coefficient: a site that offers only one of the two
    therapies would send an unpenalised coefficient to infinity. The outcome model is least squares
    among starters of B. Raises ValueError when a fold leaves an arm without anybody to learn from.
    """
    scaled = _standardise(features)
    propensity = np.empty(len(arm))
    untreated = np.empty(len(arm))
    for fold in np.unique(folds):
        held_out = folds == fold
        learn, compare = ~held_out, ~held_out & (arm == 0)
        if not compare.any() or not np.any(learn & (arm == 1)):
            raise ValueError("a fold leaves an arm without anybody to learn from")
        choice = LogisticRegression(C=1 / RIDGE, solver="newton-cholesky", tol=1e-10, max_iter=200)
        choice.fit(scaled[learn], arm[learn])
        propensity[held_out] = choice.predict_proba(scaled[held_out])[:, 1]
        expected = LinearRegression().fit(scaled[compare], outcome[compare])
        untreated[held_out] = expected.predict(scaled[held_out])
    return Nuisances(propensity, untreated)


def _standardise(features: FloatArray) -> FloatArray:
    """Mean 0 and standard deviation 1 per column; a constant column becomes 0."""
    spread = features.std(axis=0)
    return np.asarray((features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
