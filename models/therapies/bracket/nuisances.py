"""Cross-fitted predictions: each person's comes from a model that never saw that person."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LinearRegression, LogisticRegression

from models.stream.person_days import FloatArray

RIDGE = 1.0
NOBODY = "a fold leaves an arm without anybody to learn from"


@dataclass(frozen=True, eq=False)
class Nuisances:
    """Per row: the probability of starting A, and the outcome expected had they started B."""

    propensity: FloatArray
    untreated: FloatArray


@dataclass(frozen=True, eq=False)
class Propensities:
    """Propensities fitted once for each set of rows and features, however many outcomes use them.

    Keeps one number a row of each set, and a digest of what it was fitted on.
    """

    _known: dict[bytes, FloatArray] = field(default_factory=dict)

    def of(
        self, features: FloatArray, arm: npt.NDArray[np.int64], folds: npt.NDArray[np.intp]
    ) -> FloatArray:
        """The propensity (rows,), as ``cross_fit_propensity`` gives it."""
        digest = hashlib.blake2b(repr(features.shape).encode())
        for part in (features, arm, folds):
            digest.update(np.ascontiguousarray(part).data)
        key = digest.digest()
        if key not in self._known:
            self._known[key] = cross_fit_propensity(features, arm, folds)
        return self._known[key]


def cross_fit(
    features: FloatArray,
    arm: npt.NDArray[np.int64],
    outcome: FloatArray,
    folds: npt.NDArray[np.intp],
    propensities: Propensities | None = None,
) -> Nuisances:
    """Fit both models on all folds but one and predict that one, for each fold.

    Raises ValueError when a fold leaves an arm without anybody to learn from.
    """
    known = propensities or Propensities()
    return Nuisances(
        known.of(features, arm, folds), cross_fit_untreated(features, arm, outcome, folds)
    )


def cross_fit_propensity(
    features: FloatArray, arm: npt.NDArray[np.int64], folds: npt.NDArray[np.intp]
) -> FloatArray:
    """The probability of starting A, by a logistic regression with a ridge.

    ``features`` (rows, columns) are standardised first. The ridge is worth one observation per
    coefficient: a site that offers only one of the two therapies would send an unpenalised
    coefficient to infinity.
    """
    scaled = _standardise(features)
    propensity = np.empty(len(arm))
    for fold in np.unique(folds):
        held_out = folds == fold
        if len(np.unique(arm[~held_out])) < 2:
            raise ValueError(NOBODY)
        choice = LogisticRegression(C=1 / RIDGE, solver="newton-cholesky", tol=1e-10, max_iter=200)
        choice.fit(scaled[~held_out], arm[~held_out])
        propensity[held_out] = choice.predict_proba(scaled[held_out])[:, 1]
    return propensity


def cross_fit_untreated(
    features: FloatArray,
    arm: npt.NDArray[np.int64],
    outcome: FloatArray,
    folds: npt.NDArray[np.intp],
) -> FloatArray:
    """The outcome expected under B, by least squares among starters of B."""
    scaled = _standardise(features)
    untreated = np.empty(len(arm))
    for fold in np.unique(folds):
        held_out = folds == fold
        compare = ~held_out & (arm == 0)
        if not compare.any():
            raise ValueError(NOBODY)
        expected = LinearRegression().fit(scaled[compare], outcome[compare])
        untreated[held_out] = expected.predict(scaled[held_out])
    return untreated


def _standardise(features: FloatArray) -> FloatArray:
    """Mean 0 and standard deviation 1 per column; a constant column becomes 0."""
    spread = features.std(axis=0)
    return np.asarray((features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
