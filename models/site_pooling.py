"""One effect from many sites that differ: random effects by REML, with an interval that admits it.

tau2 maximises the restricted likelihood (Fisher scoring, Viechtbauer, J Educ Behav Stat
2005;30:261); the interval is Hartung's and Knapp's (Stat Med 2001;20:3875), Sidik's and Jonkman's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from models.stream.person_days import FloatArray

FEWEST_SITES = 5
MOST_STEPS = 500
SETTLED = 1e-12


@dataclass(frozen=True)
class PooledEffect:
    """The mean over sites and how far sites differ, in the units of the estimates.

    ``prediction_low`` and ``prediction_high`` bound where a new site's effect would lie; ``i2`` is
    the share of the variation between estimates that is not chance, from 0 to 1. With fewer than
    five sites everything is None but ``n_sites`` and ``reason``: read the sites one by one.
    """

    n_sites: int
    reason: str
    mean: float | None = None
    standard_error: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_value: float | None = None
    prediction_low: float | None = None
    prediction_high: float | None = None
    tau: float | None = None
    i2: float | None = None


def pool_sites(estimates: Sequence[float], standard_errors: Sequence[float]) -> PooledEffect:
    """Pool site estimates; every t has (sites - 1) degrees of freedom.

    Prediction interval: mean +- t sqrt(tau2 + SE^2). I2 after Higgins and Thompson with their
    typical within-site variance. Raises ValueError for a standard error that is not positive.
    """
    effect = np.asarray(estimates, dtype=np.float64)
    variance = np.asarray(standard_errors, dtype=np.float64) ** 2
    n_sites = len(effect)
    if n_sites and not (np.all(np.asarray(standard_errors) > 0) and np.isfinite(effect).all()):
        raise ValueError("a site without an estimate or a positive standard error")
    if n_sites < FEWEST_SITES:
        return PooledEffect(n_sites, f"fewer than {FEWEST_SITES} sites")
    tau2 = reml_variance(effect, variance)
    weight = 1 / (variance + tau2)
    mean = float(weight @ effect / weight.sum())
    error = float(np.sqrt(weight @ (effect - mean) ** 2 / (n_sites - 1) / weight.sum()))
    reach = float(stats.t.ppf(0.975, n_sites - 1))
    spread = float(np.sqrt(tau2 + error**2))
    return PooledEffect(
        n_sites=n_sites,
        reason="",
        mean=mean,
        standard_error=error,
        ci_low=mean - reach * error,
        ci_high=mean + reach * error,
        p_value=float(2 * stats.t.sf(abs(mean) / error, n_sites - 1)) if error > 0 else None,
        prediction_low=mean - reach * spread,
        prediction_high=mean + reach * spread,
        tau=float(np.sqrt(tau2)),
        i2=tau2 / (tau2 + _typical_variance(variance)),
    )


def reml_variance(effect: FloatArray, variance: FloatArray) -> float:
    """The between-site variance tau2 >= 0 of estimates (sites,) with these sampling variances.

    Raises ArithmeticError when 500 scoring steps do not settle it.
    """
    tau2 = max(0.0, float(np.var(effect, ddof=1) - variance.mean()))
    lowest, highest = -np.inf, np.inf
    for _ in range(MOST_STEPS):
        score, information = _score(tau2, effect, variance)
        lowest, highest = (tau2, highest) if score > 0 else (lowest, tau2)
        if np.isfinite(lowest) and np.isfinite(highest):
            # Scoring may jump to and fro over the maximum for ever; between two signs it is found.
            return float(
                optimize.brentq(
                    lambda t: _score(t, effect, variance)[0], lowest, highest, xtol=SETTLED
                )
            )
        updated = max(0.0, tau2 + score / information)
        if abs(updated - tau2) < SETTLED * (1 + tau2):
            return updated
        tau2 = updated
    raise ArithmeticError(f"tau2 has not settled after {MOST_STEPS} steps")


def _score(tau2: float, effect: FloatArray, variance: FloatArray) -> tuple[float, float]:
    """Twice the slope of the restricted log-likelihood at tau2, and twice its information."""
    weight = 1 / (variance + tau2)
    projector = np.diag(weight) - np.outer(weight, weight) / weight.sum()
    pulled = projector @ effect
    return float(pulled @ pulled - np.trace(projector)), float(np.sum(projector * projector))


def _typical_variance(variance: FloatArray) -> float:
    weight = 1 / variance
    return float((len(weight) - 1) * weight.sum() / (weight.sum() ** 2 - (weight**2).sum()))
