"""The between-person contrast against statsmodels, and when the two contrasts disagree."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from small_diary import FACTORS, batches_of, small_diary

from models.results import FactorEstimate, Status, Support, estimated, not_estimable
from models.triggers.between_person import fit_between_person
from models.triggers.disagreement import contrasts_disagree


def by_statsmodels(frame: pd.DataFrame, factor: str) -> tuple[float, float]:
    people = frame.groupby("person_id").agg(
        events=("outcome", "sum"),
        days=("outcome", "count"),
        exposure=(factor, "mean"),
        site=("site_code", "first"),
    )
    people = people[people["exposure"].notna()]
    sites = pd.get_dummies(people["site"]).astype(float)
    columns = np.column_stack([people["exposure"] - people["exposure"].mean(), sites])
    model = sm.GLM(
        people["events"], columns, family=sm.families.Poisson(), offset=np.log(people["days"])
    ).fit(cov_type="HC0", tol=1e-14, maxiter=200)
    return model.params.iloc[0], model.bse.iloc[0] * np.sqrt(len(people) / (len(people) - 1))


@pytest.mark.parametrize("place", range(3))
def test_each_factor_equals_a_poisson_regression_with_site_intercepts(place: int) -> None:
    frame = small_diary(n_people=300)
    row = fit_between_person(batches_of(frame), FACTORS)[place]
    slope, error = by_statsmodels(frame, FACTORS[place])
    assert row.log_rate_ratio == pytest.approx(slope, rel=1e-8)
    assert row.standard_error == pytest.approx(error, rel=1e-8)
    assert row.support == Support(300, len(frame), int(frame["outcome"].sum()), 3)


def test_missing_days_of_one_factor_leave_the_others_alone() -> None:
    frame = small_diary(n_people=300)
    gappy = frame.copy()
    holes = np.random.default_rng(5).random(len(frame)) < 0.3
    gappy["stress"] = frame["stress"].mask(holes | (frame["person_id"] % 7 == 0))
    stress, alcohol, _ = fit_between_person(batches_of(gappy), FACTORS)
    slope, error = by_statsmodels(gappy, "stress")
    assert stress.log_rate_ratio == pytest.approx(slope, rel=1e-8)
    assert stress.standard_error == pytest.approx(error, rel=1e-8)
    assert alcohol == fit_between_person(batches_of(frame), FACTORS)[1]


@pytest.mark.parametrize(
    ("exposure", "reason"),
    [
        (lambda frame: frame["site_code"] == "north", "mean exposure differs"),
        (
            lambda frame: frame.groupby("person_id")["outcome"].transform("sum") > 0,
            "at the edge of exposure",
        ),
    ],
)
def test_no_contrast_within_any_site_is_said(exposure, reason: str) -> None:
    frame = small_diary()
    frame["odd"] = exposure(frame).astype(float)
    (odd,) = fit_between_person(batches_of(frame), ("odd",))
    assert odd.status is Status.NOT_ESTIMABLE
    assert reason in odd.reason


def row(effect: float, error: float) -> FactorEstimate:
    return estimated("posture", effect, error, Support(500, 9000, 700, 4))


@pytest.mark.parametrize(
    ("within", "between", "disagree"),
    [
        (row(0.00, 0.05), row(0.40, 0.10), True),  # posture: people differ, days do not
        (row(0.30, 0.05), row(-0.40, 0.10), True),  # alcohol: opposite signs
        (row(0.30, 0.05), row(0.40, 0.10), False),
        (row(0.30, 0.05), row(-0.10, 0.10), False),  # nothing shown between people
        (row(0.00, 0.05), row(0.10, 0.10), False),
        (not_estimable("posture", "-", Support(0, 0, 0, 0)), row(0.40, 0.10), False),
    ],
)
def test_disagreement(within: FactorEstimate, between: FactorEstimate, *, disagree: bool) -> None:
    assert contrasts_disagree(within, between) is disagree
