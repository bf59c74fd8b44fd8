"""Outcome per further session or hour, other things alike."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LinearRegression

from models.stream.person_days import FloatArray
from models.therapies.arms.arm_means import Contrast, contrast, covariance
from models.therapies.arms.arm_nuisances import standardised


def dose_slope(
    outcome: FloatArray,
    dose: FloatArray,
    features: FloatArray,
    person_id: npt.NDArray[np.int64],
    folds: npt.NDArray[np.intp],
) -> Contrast:
    """Difference in outcome per unit of dose, in a partially linear model, cross-fitted.

    With v the dose and u the outcome, each less what the features (rows, columns) predict of them,
    slope = sum of v u / sum of v^2; the error is clustered by person (Robinson, Econometrica
    1988;56:931; Chernozhukov et al., Econom J 2018;21:C1, partialling out). The curve is taken for
    a line: the levels beside it show whether it is one. Raises ValueError where the features leave
    nothing of the dose.
    """
    scaled = standardised(features)
    in_dose, in_outcome = np.empty(len(dose)), np.empty(len(dose))
    for fold in np.unique(folds):
        held_out = folds == fold
        for left_over, values in ((in_dose, dose), (in_outcome, outcome)):
            model = LinearRegression().fit(scaled[~held_out], values[~held_out])
            left_over[held_out] = values[held_out] - model.predict(scaled[held_out])
    moved = float(in_dose @ in_dose)
    if moved <= 1e-12 * len(dose):
        raise ValueError("the dose follows from everything else")
    slope = float(in_dose @ in_outcome) / moved
    parts = (in_outcome - slope * in_dose) * in_dose / moved
    return contrast(slope, float(covariance([parts], person_id)[0, 0]))
