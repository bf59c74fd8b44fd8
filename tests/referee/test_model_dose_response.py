"""Splines against patsy and scipy, the fitted curve against pyfixest, the counts against polars."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import patsy
import polars as pl
import pyfixest as pf
import pytest
from scipy import interpolate, stats
from small_diary import batches_of

from models.triggers.shapes.amount_counts import count_amounts
from models.triggers.shapes.amount_form import Spline, choose_form
from models.triggers.shapes.dose_response import fit_dose_response
from models.triggers.shapes.dose_rows import dose_rows
from models.triggers.shapes.joint_test import off_line_p_value, wald_p_value
from models.triggers.shapes.natural_spline import natural_spline
from models.triggers.shapes.near_counts import count_near
from triggerscape.doses import DOSES, Dose

KNOTS = (3.0, 5.5, 6.5, 8.0, 10.0)
SLEEP: Dose = next(dose for dose in DOSES if dose.code == "sleep_hours")
COLUMN = SLEEP.design_column


def diary(seed: int = 20260417, n_people: int = 250) -> pd.DataFrame:
    """Person-days of uneven length with hours of sleep, a second factor, and a curved truth."""
    draw = np.random.default_rng(seed)
    days = draw.integers(5, 60, n_people)
    person = np.repeat(np.arange(n_people), days)
    level = draw.normal(0, 0.5, n_people)
    sleep = np.clip(np.round(draw.normal(7.4 - 0.5 * level[person], 1.3), 1), 2.0, 13.0)
    stress = draw.normal(4 + level[person], 2.0)
    drive = 0.08 * (sleep - 7.5) ** 2 + 0.1 * (stress - 4) + 0.5 * level[person] - 2.6
    return pd.DataFrame(
        {
            "person_id": person.astype("int64"),
            "site_code": np.array(["north", "south", "west"])[person % 3],
            "outcome": (draw.random(len(person)) < np.exp(drive).clip(max=0.9)).astype(float),
            COLUMN: sleep,
            "stress": stress,
        }
    )


def by_patsy(x: np.ndarray) -> np.ndarray:
    made = patsy.dmatrix(
        "cr(x, knots=inner, lower_bound=low, upper_bound=high) - 1",
        {"x": x, "inner": KNOTS[1:-1], "low": KNOTS[0], "high": KNOTS[-1]},
    )
    return np.asarray(made)


def test_the_basis_spans_what_patsys_natural_spline_spans():
    """Both with a constant; inside the knots and on the straight lines beyond them."""
    x = np.linspace(0.0, 14.0, 400)
    own = np.column_stack([np.ones_like(x), natural_spline(x, KNOTS).T])
    theirs = by_patsy(x)
    assert np.linalg.matrix_rank(own) == np.linalg.matrix_rank(theirs) == len(KNOTS)
    weights, *_ = np.linalg.lstsq(theirs, own, rcond=None)
    np.testing.assert_allclose(theirs @ weights, own, atol=1e-10)


def test_every_column_is_the_natural_spline_through_its_own_values_at_the_knots():
    x = np.linspace(KNOTS[0], KNOTS[-1], 200)
    at_knots = natural_spline(np.array(KNOTS), KNOTS)
    for column, values in zip(natural_spline(x, KNOTS), at_knots, strict=True):
        spline = interpolate.CubicSpline(KNOTS, values, bc_type="natural")
        np.testing.assert_allclose(column, spline(x), atol=1e-12)


def curve_of(frame: pd.DataFrame, rows: int = 700) -> pl.DataFrame:
    source = batches_of(frame, rows=rows)
    counts = count_amounts(source, [COLUMN])[COLUMN]
    return dose_rows([fit_dose_response(source, SLEEP, counts, ["stress"])], "migraine_onset")


def test_the_curve_and_its_errors_equal_pyfixest_on_patsys_basis():
    frame = diary()
    found = curve_of(frame).filter(pl.col("p_value").is_not_null())
    form = choose_form(count_amounts(batches_of(frame), [COLUMN])[COLUMN], 7.5)
    assert isinstance(form, Spline)
    knots = form.knots
    inner = {"inner": knots[1:-1], "low": knots[0], "high": knots[-1]}
    formula = "cr(x, knots=inner, lower_bound=low, upper_bound=high) - 1"
    # One column less: the person's own level takes the place of a constant.
    made = np.asarray(patsy.dmatrix(formula, {"x": frame[COLUMN].to_numpy(), **inner}))[:, 1:]
    names = [f"c{place}" for place in range(made.shape[1])]
    wide = pd.concat([frame, pd.DataFrame(made, columns=names)], axis=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pf.fepois(
            f"outcome ~ {' + '.join(names)} + stress | person_id",
            data=wide,
            vcov={"CRV1": "person_id"},
            ssc=pf.ssc(k_adj=False, G_adj=True),
            iwls_tol=1e-12,
            fixef_tol=1e-12,
        )
    grid = np.append(found["amount"].to_numpy(), found["reference_amount"][0])
    at = np.asarray(patsy.dmatrix(formula, {"x": grid, **inner}))[:, 1:]
    contrast = at[:-1] - at[-1]
    value = contrast @ model.coef().to_numpy()[: len(names)]
    spread = model._vcov[: len(names), : len(names)]
    error = np.sqrt(np.einsum("gi,ij,gj->g", contrast, spread, contrast))
    np.testing.assert_allclose(found["log_rate_ratio"].to_numpy(), value, atol=2e-3 * error.min())
    np.testing.assert_allclose(found["standard_error"].to_numpy(), error, rtol=5e-3)


def test_the_joint_test_of_one_coefficient_is_its_t_test():
    p_value = wald_p_value(np.array([0.3]), np.array([[0.04]]), 41)
    assert p_value == pytest.approx(2 * stats.t.sf(1.5, 40), rel=1e-12)


def test_the_joint_test_is_hotellings_test_of_a_mean():
    """Of people's own vectors: scipy has none, so the textbook's F of the plain covariance."""
    draw = np.random.default_rng(5)
    x = draw.normal(0.1, 1.0, (60, 3))
    mean, spread = x.mean(axis=0), np.cov(x.T) / 60
    squared = mean @ np.linalg.inv(spread) @ mean
    expected = stats.f.sf(squared * (60 - 3) / (59 * 3), 3, 57)
    assert wald_p_value(mean, spread, 60) == pytest.approx(expected, rel=1e-9)


def test_people_too_few_to_tell_coefficients_apart_give_no_joint_test():
    same = np.array([[1.0, 1.0], [1.0, 1.0]])
    assert wald_p_value(np.array([0.1, 0.2]), same, 30) is None
    assert wald_p_value(np.array([0.1, 0.2]), np.eye(2), 2) is None


def test_a_straight_line_does_not_leave_the_line_however_steep():
    line = np.array([1.0, 2.0, 4.0])
    spread = np.diag([0.1, 0.2, 0.3])
    assert off_line_p_value(7 * line, spread, line, 50) == pytest.approx(1.0)
    bent = 7 * line + np.array([0.0, 1.5, 0.0])
    assert off_line_p_value(bent, spread, line, 50) < 0.05


def test_what_lies_near_each_amount_equals_a_plain_count():
    frame = diary(n_people=90)
    frame.loc[frame["person_id"] % 7 == 0, COLUMN] = np.nan  # people who never told their sleep
    frame.loc[::11, "stress"] = np.nan
    grid = [6.0, 7.0, 8.0]
    near = count_near(batches_of(frame), COLUMN, ["stress"], grid)
    days = pl.from_pandas(frame).fill_nan(None).drop_nulls(["stress"])
    days = days.filter(
        pl.col("outcome").sum().over("person_id") > 0,
        pl.col(COLUMN).n_unique().over("person_id") > 1,
    ).drop_nulls()
    assert near.all_days == days.height
    assert near.all_people == days["person_id"].n_unique()
    for place, amount in enumerate(grid):
        is_near = (pl.col(COLUMN) >= amount - 0.5) & (pl.col(COLUMN) < amount + 0.5)
        both = days.filter(
            is_near.any().over("person_id") & (~is_near).any().over("person_id"), is_near
        )
        assert near.n_days[place] == both.height
        assert near.n_people[place] == both["person_id"].n_unique()
        assert near.n_events[place] == both["outcome"].sum()
        assert near.sites[place] == frozenset(both["site_code"].unique())


@pytest.mark.parametrize("rows", [37, 10**6])
def test_batching_does_not_change_a_bit(rows: int):
    frame = diary()
    assert curve_of(frame, rows=rows).equals(curve_of(frame))


def test_days_are_counted_by_amount_over_everybody():
    frame = diary()
    counted = count_amounts(batches_of(frame), [COLUMN])[COLUMN]
    plain = frame[COLUMN].value_counts().sort_index()
    assert counted.amounts.tolist() == plain.index.tolist()
    assert counted.days.tolist() == plain.tolist()
    for share in (0.05, 0.275, 0.5, 0.95):
        quantile = np.quantile(frame[COLUMN], share, method="inverted_cdf")
        assert counted.quantile(share) == quantile
