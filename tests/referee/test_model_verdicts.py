"""Verdicts on factors: the rules as a table, the power arithmetic and the q-values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from models.multiplicity import q_values
from models.results import FactorEstimate, Support, estimated, not_estimable
from models.sensitivity import minimum_detectable_effect
from models.triggers.verdicts import factor_verdict


def estimate(rate_ratio: float, error: float, n_people: int = 400) -> FactorEstimate:
    support = Support(n_people, 40 * n_people, 4 * n_people, 3)
    return estimated("wine", math.log(rate_ratio), error, support)


@pytest.mark.parametrize(
    ("claim", "rate_ratio", "error", "q_value", "code"),
    [
        ("candidate", 1.40, 0.10, 0.001, "trigger"),
        ("candidate", 0.70, 0.10, 0.001, "protective"),
        ("candidate", 1.40, 0.10, 0.051, "no_effect_shown"),
        ("candidate", 1.00, 0.25, 0.900, "insufficient_data"),
        ("candidate", 6.40, 0.25, 1e-12, "insufficient_data"),  # rare and huge: overstated
        ("premonitory", 7.10, 0.05, 1e-300, "early_sign_or_trigger"),
        ("premonitory", 0.70, 0.10, 0.001, "no_effect_shown"),
        ("premonitory", 1.05, 0.10, 0.600, "no_effect_shown"),
        ("negative_control", 1.05, 0.10, None, "negative_control_ok"),
        ("negative_control", 1.40, 0.10, None, "negative_control_failed"),
        ("negative_control", 0.40, 0.30, None, "negative_control_failed"),
        ("negative_control", 1.00, 0.30, None, "insufficient_data"),
    ],
)
def test_rules(claim: str, rate_ratio: float, error: float, q_value: float | None, code: str):
    verdict = factor_verdict(claim, estimate(rate_ratio, error), q_value)
    assert verdict.code == code
    assert verdict.rule
    assert verdict.minimum_detectable_rate_ratio == pytest.approx(math.exp(2.8016 * error), 1e-4)


def test_few_people_are_insufficient_however_sure_the_estimate_looks() -> None:
    assert factor_verdict("candidate", estimate(1.4, 0.05, n_people=19), 0.001).code == (
        "insufficient_data"
    )
    assert factor_verdict("candidate", estimate(1.4, 0.05, n_people=20), 0.001).code == "trigger"


def test_no_estimate_carries_its_reason() -> None:
    row = not_estimable("wine", "never varies", Support(0, 0, 0, 0))
    verdict = factor_verdict("candidate", row, None)
    assert (verdict.code, verdict.rule) == ("not_estimable", "never varies")
    assert verdict.minimum_detectable_rate_ratio is None


def test_no_premonitory_factor_is_ever_a_trigger() -> None:
    grid = [(ratio, q) for ratio in np.geomspace(0.1, 10, 41) for q in (1e-300, 0.01, 0.05, 0.5)]
    codes = {factor_verdict("premonitory", estimate(ratio, 0.05), q).code for ratio, q in grid}
    assert codes == {"early_sign_or_trigger", "no_effect_shown"}


def test_an_unknown_claim_and_a_forgotten_q_value_are_refused() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        factor_verdict("perhaps", estimate(1.4, 0.1), 0.01)
    with pytest.raises(ValueError, match="no q-value"):
        factor_verdict("candidate", estimate(1.4, 0.1), None)


def test_eleven_thousand_days_see_a_doubling_of_a_rare_exposure() -> None:
    """Attack onset on 9% of days, exposure on 1.5%: 11,000 at-risk days detect a ratio of 2.0."""
    exposed, unexposed, onset = 0.015 * 11_000, 0.985 * 11_000, 0.09
    error = math.sqrt((1 - onset) / (exposed * onset) + (1 - onset) / (unexposed * onset))
    assert math.exp(minimum_detectable_effect(error)) == pytest.approx(2.0, abs=0.02)


def test_q_values_equal_statsmodels_and_skip_what_has_no_test() -> None:
    p_values = [0.5, None, 0.001, 0.02, 0.02, None, 0.9]
    expected = multipletests([0.5, 0.001, 0.02, 0.02, 0.9], method="fdr_bh")[1]
    got = q_values(p_values)
    assert got[1] is got[5] is None
    assert [q for q in got if q is not None] == pytest.approx(list(expected))
    assert q_values([None, None]) == (None, None)
