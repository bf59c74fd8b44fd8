"""Both sides of the bracket and the robustness value against DoubleML, on the same folds."""

from __future__ import annotations

import doubleml
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression
from test_model_therapy import starters

from models.sensitivity import robustness_value
from models.therapies.bracket.difference_in_differences import doubly_robust_change
from models.therapies.bracket.doubly_robust import augmented_difference, confounding_scale
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.nuisances import cross_fit
from models.therapies.trial import read_trial

TRIAL = read_trial(starters(), ["neck"])
OWN = person_folds(TRIAL.person_id, TRIAL.arm, 5)
PAIRS = np.arange(len(TRIAL.arm)) // 2  # two rows a person, and as many people in every fold


def scaled(features: np.ndarray) -> np.ndarray:
    return (features - features.mean(axis=0)) / features.std(axis=0)


def learners() -> dict[str, object]:
    ridge = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-10, max_iter=200)
    return {"ml_g": LinearRegression(), "ml_m": ridge}


def splits(folds: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(np.flatnonzero(folds != k), np.flatnonzero(folds == k)) for k in range(5)]


def people_of(person: np.ndarray, folds: np.ndarray) -> list[list[tuple[tuple, tuple]]]:
    return [[((np.unique(person[a]),), (np.unique(person[b]),)) for a, b in splits(folds)]]


def interactive(folds: np.ndarray, person: np.ndarray | None = None) -> doubleml.DoubleMLIRM:
    """DoubleML's interactive regression model of the effect on the treated, not yet fitted."""
    frame = pd.DataFrame(scaled(TRIAL.features)).add_prefix("x")
    frame = frame.assign(y=TRIAL.outcome, d=TRIAL.arm.astype(float))
    if person is not None:
        frame["person"] = person
    data = doubleml.DoubleMLData(frame, "y", "d", cluster_cols=None if person is None else "person")
    model = doubleml.DoubleMLIRM(data, **learners(), n_folds=5, score="ATTE", normalize_ipw=False)
    clusters = None if person is None else people_of(person, folds)
    return model.set_sample_splitting(splits(folds), all_smpls_cluster=clusters)


@pytest.mark.parametrize(
    ("folds", "person"), [(OWN, None), (PAIRS % 5, PAIRS)], ids=["rows", "two rows a person"]
)
def test_the_adjusted_side_and_its_error(folds: np.ndarray, person: np.ndarray | None) -> None:
    nuisances = cross_fit(TRIAL.features, TRIAL.arm, TRIAL.outcome, folds)
    assert nuisances.propensity.min() > 0.01  # DoubleML clips there, we trim
    assert nuisances.propensity.max() < 0.95
    whose = TRIAL.person_id if person is None else person
    ours = augmented_difference(TRIAL.outcome, TRIAL.arm, nuisances, whose)
    theirs = interactive(folds, person).fit()
    assert ours.difference == pytest.approx(theirs.coef[0], abs=1e-12)
    assert ours.standard_error == pytest.approx(theirs.se[0], abs=1e-12)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_change_side() -> None:
    """The effect is the same; errors differ by how each centres the weighted comparators."""
    change = TRIAL.outcome - TRIAL.early.mean(axis=1)
    nuisances = cross_fit(TRIAL.covariates, TRIAL.arm, change, OWN)
    ours = doubly_robust_change(change, TRIAL.arm, nuisances, TRIAL.person_id)
    data = doubleml.DoubleMLDIDData.from_arrays(
        scaled(TRIAL.covariates), change, TRIAL.arm.astype(float)
    )
    theirs = doubleml.DoubleMLDID(data, **learners(), n_folds=5, score="observational")
    theirs.set_sample_splitting(splits(OWN)).fit()
    assert ours.difference == pytest.approx(theirs.coef[0], abs=1e-12)
    assert ours.standard_error == pytest.approx(theirs.se[0], rel=1e-3)


def test_the_robustness_value() -> None:
    """Theirs is searched for to five digits, under the same effect for everybody."""
    nuisances = cross_fit(TRIAL.features, TRIAL.arm, TRIAL.outcome, OWN)
    ours = augmented_difference(TRIAL.outcome, TRIAL.arm, nuisances, TRIAL.person_id)
    untreated = nuisances.untreated[:, None]
    predicted = {
        "ml_g0": untreated,
        "ml_g1": untreated + ours.difference,
        "ml_m": nuisances.propensity[:, None],
    }
    theirs = interactive(OWN).fit(external_predictions={"d": predicted}).sensitivity_analysis()
    scale = confounding_scale(TRIAL.outcome, TRIAL.arm, nuisances)
    found = robustness_value(abs(ours.difference) / scale)
    assert found == pytest.approx(theirs.sensitivity_params["rv"][0], abs=1e-5)


def test_robustness_values_published_by_cinelli_and_hazlett() -> None:
    """Darfur: t = 4.18 with 783 degrees of freedom gives 13.9%, and 7.6% at the 5% limit."""
    root = np.sqrt(783)
    assert robustness_value(4.184 / root) == pytest.approx(0.139, abs=0.0005)
    assert robustness_value(4.184 / root - 1.963 / np.sqrt(782)) == pytest.approx(0.076, abs=0.0005)
