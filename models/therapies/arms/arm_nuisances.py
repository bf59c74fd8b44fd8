"""Cross-fitted predictions for several arms: nobody's come from a model that saw that person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LinearRegression, LogisticRegression

from models.stream.person_days import FloatArray
from models.therapies.bracket.nuisances import RIDGE


@dataclass(frozen=True, eq=False)
class ArmNuisances:
    """Per row the probability of each arm (rows, arms) and the outcome expected under it.

    ``expected`` is NaN in the columns of arms whose outcome model was not asked for.
    """

    propensity: FloatArray
    expected: FloatArray


def cross_fit_arms(
    features: FloatArray,
    arm: npt.NDArray[np.int64],
    outcome: FloatArray,
    folds: npt.NDArray[np.intp],
    expected_in: Sequence[int],
) -> ArmNuisances:
    """Fit on all folds but one and predict that one, for each fold.

    The arms' probabilities are one multinomial logistic regression of the standardised features
    (rows, columns), with the ridge of the bracket; the outcomes are least squares within each arm
    of ``expected_in``. Raises ValueError when a fold leaves an arm without anybody to learn from.
    """
    scaled = standardised(features)
    n_arms = int(arm.max()) + 1
    propensity = np.empty((len(arm), n_arms))
    expected = np.full((len(arm), n_arms), np.nan)
    for fold in np.unique(folds):
        held_out = folds == fold
        learn = ~held_out
        if np.any(np.bincount(arm[learn], minlength=n_arms) == 0):
            raise ValueError("a fold leaves an arm without anybody to learn from")
        choice = LogisticRegression(C=1 / RIDGE, solver="newton-cholesky", tol=1e-10, max_iter=200)
        choice.fit(scaled[learn], arm[learn])
        propensity[held_out] = choice.predict_proba(scaled[held_out])
        for one in expected_in:
            among = learn & (arm == one)
            model = LinearRegression().fit(scaled[among], outcome[among])
            expected[held_out, one] = model.predict(scaled[held_out])
    return ArmNuisances(propensity, expected)


def standardised(features: FloatArray) -> FloatArray:
    """Mean 0 and standard deviation 1 per column; a constant column becomes 0."""
    spread = features.std(axis=0)
    return np.asarray((features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
