"""Pooling over sites against published figures: 13 trials of the BCG vaccine in R's metafor."""

from __future__ import annotations

import numpy as np
import pytest

from models.site_pooling import pool_sites, reml_variance

# tuberculosis yes and no among vaccinated, then among controls (Colditz et al., JAMA 1994;271:698)
BCG = np.array(
    [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
        (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619),
        (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
        (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
    ],
    dtype=float,
)  # fmt: skip


def log_risk_ratios() -> tuple[np.ndarray, np.ndarray]:
    ill, well, ill_control, well_control = BCG.T
    total, total_control = ill + well, ill_control + well_control
    effect = np.log(ill / total) - np.log(ill_control / total_control)
    return effect, 1 / ill - 1 / total + 1 / ill_control - 1 / total_control


def test_bcg_trials_equal_metafor() -> None:
    effect, variance = log_risk_ratios()
    pooled = pool_sites(effect, np.sqrt(variance))
    assert reml_variance(effect, variance) == pytest.approx(0.3132, abs=1e-3)
    assert pooled.mean == pytest.approx(-0.7145, abs=1e-3)
    assert pooled.i2 == pytest.approx(0.9222139, abs=1e-5)
    assert pooled.ci_low == pytest.approx(-1.1084, abs=1e-3)  # test = "knha"
    assert pooled.ci_high == pytest.approx(-0.3206, abs=1e-3)
    assert pooled.p_value == pytest.approx(0.0019, abs=1e-4)


def test_tau2_is_where_the_restricted_likelihood_is_highest() -> None:
    effect, variance = log_risk_ratios()

    def restricted(tau2: float) -> float:
        weight = 1 / (variance + tau2)
        mean = weight @ effect / weight.sum()
        return 0.5 * (np.log(weight).sum() - np.log(weight.sum()) - weight @ (effect - mean) ** 2)

    best = reml_variance(effect, variance)
    for other in (best * 0.999, best * 1.001):
        assert restricted(best) > restricted(other)


def test_sites_that_agree_have_no_spread_between_them() -> None:
    pooled = pool_sites([0.30, 0.31, 0.29, 0.30, 0.32], [0.1] * 5)
    assert pooled.tau == 0
    assert pooled.i2 == 0
    assert (pooled.prediction_low, pooled.prediction_high) == (pooled.ci_low, pooled.ci_high)


def test_fewer_than_five_sites_have_no_pooled_number() -> None:
    pooled = pool_sites([0.3, 0.1, 0.2, 0.4], [0.1] * 4)
    assert pooled.n_sites == 4
    assert pooled.reason == "fewer than 5 sites"
    assert pooled.mean is pooled.p_value is pooled.prediction_low is None
    assert pool_sites([], []).n_sites == 0


@pytest.mark.parametrize("error", [0.0, -1.0, float("nan")])
def test_a_standard_error_must_be_positive(error: float) -> None:
    with pytest.raises(ValueError, match="positive standard error"):
        pool_sites([0.1] * 5, [0.1, 0.1, 0.1, 0.1, error])


@pytest.mark.parametrize(
    ("effects", "errors"),
    [
        ([0.08, -0.16, 0.06, 0.16, -0.39, -0.05, -0.05, 0.19],
         [0.31, 0.27, 0.27, 0.25, 0.15, 0.32, 0.25, 0.26]),
        ([0.16, -0.07, -0.01, 0.16, 0.33, -0.06, 0.04, 0.27],
         [0.34, 0.21, 0.32, 0.23, 0.31, 0.26, 0.22, 0.10]),
        ([-0.27, -0.2, 0.07, 0.03, 0.14, -0.09, -0.11, -0.15],
         [0.24, 0.1, 0.11, 0.34, 0.3, 0.17, 0.3, 0.25]),
    ],
)  # fmt: skip
def test_scoring_that_jumps_over_the_maximum_for_ever_still_finds_it(effects, errors) -> None:
    """Fisher scoring alone goes to and fro between 0 and twice the maximum on these sites."""
    effect, variance = np.array(effects), np.array(errors) ** 2
    found = reml_variance(effect, variance)
    grid = np.linspace(0, 0.1, 100_001)
    weight = 1 / (variance[:, np.newaxis] + grid)
    mean = (weight * effect[:, np.newaxis]).sum(axis=0) / weight.sum(axis=0)
    likelihood = (
        np.log(weight).sum(axis=0)
        - np.log(weight.sum(axis=0))
        - (weight * (effect[:, np.newaxis] - mean) ** 2).sum(axis=0)
    )
    assert found == pytest.approx(grid[np.argmax(likelihood)], abs=2e-6)
