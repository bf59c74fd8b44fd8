"""The engine beside the same likelihood in SQL: two calculations that share no line."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest
from small_diary import FACTORS, batches_of, small_diary

from models.triggers.audit.second_sums import AGREEMENT, Audit, audit_fit
from models.triggers.within_person import WithinPersonFit, fit_within_person
from triggerscape.warehouse.designs.likelihood_sql import likelihood_sql


def in_sql(frame: pd.DataFrame, factors: tuple[str, ...], point: np.ndarray) -> dict:
    with duckdb.connect() as con:
        con.register("diary", frame)
        query = likelihood_sql("SELECT * FROM diary", factors, point.tolist())
        return con.sql(query).df().iloc[0].to_dict()


def audited(frame: pd.DataFrame, factors: tuple[str, ...] = FACTORS) -> Audit:
    fit = fit_within_person(batches_of(frame), factors)
    return audit_fit(
        fit, in_sql(frame.sample(frac=1, random_state=3), factors, fit.expansion_point)
    )


def with_gaps() -> pd.DataFrame:
    frame = small_diary(n_people=300)
    holes = np.random.default_rng(12).random((len(frame), 2)) < 0.1
    frame[["stress", "outcome"]] = frame[["stress", "outcome"]].mask(holes)
    frame.loc[frame["person_id"] % 5 == 0, "alcohol"] = np.nan
    return frame


@pytest.mark.parametrize("frame", [small_diary(), with_gaps()], ids=["whole", "with gaps"])
def test_both_calculations_agree(frame: pd.DataFrame) -> None:
    audit = audited(frame)
    assert audit.agrees
    assert audit.n_factors == 3
    assert max(audit.coefficient_difference, audit.error_difference) < 1e-9


def test_numbers_of_half_the_digits_are_not_multiplied_as_such() -> None:
    frame = small_diary().astype({"stress": "float32", "pressure": "float32"})
    assert audited(frame).agrees


def test_every_sum_is_the_same() -> None:
    frame = with_gaps()
    fit = fit_within_person(batches_of(frame), FACTORS)
    second = in_sql(frame, FACTORS, fit.expansion_point)
    assert second["n_people"] == fit.n_contributing
    assert second["log_likelihood"] == pytest.approx(fit.total.log_likelihood, rel=1e-12)
    for j in range(3):
        assert second[f"g_{j}"] == pytest.approx(fit.total.gradient[j], abs=1e-7)
        for k in range(j, 3):
            assert second[f"h_{j}_{k}"] == pytest.approx(fit.total.information[j, k], rel=1e-8)
            assert second[f"m_{j}_{k}"] == pytest.approx(fit.total.meat[j, k], rel=1e-8)


def test_a_factor_without_an_estimate_does_not_disturb_the_comparison() -> None:
    frame = small_diary().assign(constant=1.0)
    audit = audited(frame, (*FACTORS, "constant"))
    assert audit.agrees
    assert audit.n_factors == 3


def nudged(fit: WithinPersonFit, by: float) -> WithinPersonFit:
    """The fit with one site's gradient off by a share of its standard deviation."""
    sums = fit.site_sums["north"]
    wrong = sums.gradient + by * np.sqrt(np.diag(sums.information))
    return replace(fit, site_sums=fit.site_sums | {"north": replace(sums, gradient=wrong)})


def test_an_engine_that_errs_by_a_hundred_thousandth_is_found_out() -> None:
    frame = small_diary()
    fit = fit_within_person(batches_of(frame), FACTORS)
    second = in_sql(frame, FACTORS, fit.expansion_point)
    assert not audit_fit(nudged(fit, 1e-5), second).agrees
    wider = replace(fit, covariance=fit.covariance * (1 + 5 * AGREEMENT))
    assert not audit_fit(wider, second).agrees
    assert not audit_fit(replace(fit, n_contributing=fit.n_contributing + 1), second).agrees


def test_nobody_with_an_event_is_agreed_upon() -> None:
    frame = small_diary().assign(outcome=0.0)
    assert audited(frame) == Audit(0, 0, 0.0, 0.0, agrees=True)
