"""The within-between model against statsmodels, and its within part against the absorbed person."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from small_diary import FACTORS, batches_of, small_diary

from models.triggers.sensitivity.within_between import WithinBetween, fit_within_between
from models.triggers.within_person import fit_within_person


def by_statsmodels(frame: pd.DataFrame, factors: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Within and between coefficients and errors, from columns written out day by day."""
    mean = frame.groupby("person_id")[list(factors)].transform("mean")
    site_mean = (
        mean.groupby(frame["person_id"])
        .first()
        .groupby(frame.groupby("person_id")["site_code"].first())
        .mean()
    )
    filled = mean.fillna(site_mean.loc[frame["site_code"]].set_index(mean.index))
    deviation = (frame[list(factors)] - mean).fillna(0.0)
    columns = np.column_stack(
        [pd.get_dummies(frame["site_code"]).to_numpy(float), deviation, filled]
    )
    fitted = sm.GLM(frame["outcome"], columns, family=sm.families.Poisson()).fit(
        cov_type="cluster",
        cov_kwds={"groups": frame["person_id"], "use_correction": False},
        tol=1e-12,
    )
    return fitted.params.to_numpy()[3:], fitted.bse.to_numpy()[3:]


def both_parts(found: WithinBetween) -> tuple[np.ndarray, np.ndarray]:
    rows = [*found.within, *found.between]
    effects = np.array([row.log_rate_ratio for row in rows])
    return effects, np.array([row.standard_error for row in rows])


@pytest.fixture(scope="module")
def centred() -> pd.DataFrame:
    frame = small_diary(n_people=200)
    frame["pressure"] = (frame["pressure"] - 1013) / 6
    return frame


def test_it_is_the_regression_of_statsmodels(centred: pd.DataFrame) -> None:
    ours, error = both_parts(fit_within_between(batches_of(centred), FACTORS))
    theirs, their_error = by_statsmodels(centred, FACTORS)
    n_people = centred["person_id"].nunique()
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    np.testing.assert_allclose(error * np.sqrt((n_people - 1) / n_people), their_error, rtol=1e-5)


def test_who_never_tells_of_a_factor_stands_at_the_mean_of_the_site(centred: pd.DataFrame) -> None:
    frame = centred.copy()
    frame.loc[frame["person_id"] % 4 == 0, "alcohol"] = np.nan
    found = fit_within_between(batches_of(frame), FACTORS)
    theirs, _ = by_statsmodels(frame, FACTORS)
    np.testing.assert_allclose(both_parts(found)[0], theirs, atol=1e-6)
    tellers = frame[frame["alcohol"].notna()]
    assert found.between[1].support.n_people == tellers["person_id"].nunique()
    assert found.between[1].support.n_person_days == len(tellers)


def test_the_within_part_is_the_absorbed_person_within_noise(centred: pd.DataFrame) -> None:
    within = fit_within_between(batches_of(centred), FACTORS).within
    absorbed = fit_within_person(batches_of(centred), FACTORS).estimates
    for one, other in zip(within, absorbed, strict=True):
        assert abs(one.log_rate_ratio - other.log_rate_ratio) < 0.5 * other.standard_error


def test_batching_does_not_change_a_bit(centred: pd.DataFrame) -> None:
    assert fit_within_between(batches_of(centred, rows=90), FACTORS) == fit_within_between(
        batches_of(centred, rows=100_000), FACTORS
    )


def test_a_factor_that_never_varies_has_no_within_part_and_spoils_no_other(
    centred: pd.DataFrame,
) -> None:
    frame = centred.assign(constant=centred["person_id"] % 2 * 1.0)
    found = fit_within_between(batches_of(frame), (*FACTORS, "constant"))
    assert found.within[3].log_rate_ratio is None
    assert found.between[3].log_rate_ratio is not None
    assert all(row.log_rate_ratio is not None for row in found.within[:3])


def test_a_site_without_an_attack_tells_nothing(centred: pd.DataFrame) -> None:
    quiet = centred.copy()
    quiet.loc[quiet["site_code"] == "west", "outcome"] = 0.0
    without = quiet[quiet["site_code"] != "west"]
    found, expected = (
        both_parts(fit_within_between(batches_of(frame), FACTORS)) for frame in (quiet, without)
    )
    np.testing.assert_allclose(found, expected, rtol=1e-9)
