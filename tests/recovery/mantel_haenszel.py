"""A plain referee: the Mantel-Haenszel odds ratio of attack onset within people and strata."""

from __future__ import annotations

import numpy as np

CLEAN_DAYS = 3


def shifted(series: np.ndarray, lag: int) -> np.ndarray:
    """Value ``lag`` days earlier (later, where negative); False beyond the ends."""
    moved = np.zeros_like(series)
    if lag >= 0:
        moved[lag:] = series[: len(series) - lag]
    else:
        moved[:lag] = series[-lag:]
    return moved


def onset_odds_ratio(
    migraine: np.ndarray, exposed: np.ndarray, stratum: np.ndarray, lag: int
) -> tuple[float, float]:
    """Odds ratio of onset and the standard error of its logarithm (Robins, Breslow, Greenland).

    Only days after three days without migraine count. All arrays have shape (days, people);
    ``stratum`` holds whole numbers from 0, and people are never compared with each other.
    """
    at_risk = np.ones_like(migraine)
    at_risk[:CLEAN_DAYS] = False
    for back in range(1, CLEAN_DAYS + 1):
        at_risk &= ~shifted(migraine, back)
    at_risk[: abs(lag)] = False
    at_risk[len(migraine) - abs(lag) :] &= lag >= 0
    people = migraine.shape[1]
    place = np.arange(people) + people * stratum.astype(int)
    x, y, s = shifted(exposed, lag)[at_risk], migraine[at_risk], place[at_risk]

    def count(which: np.ndarray) -> np.ndarray:
        return np.bincount(s[which], minlength=people * (int(stratum.max()) + 1))

    a, b, c, d = count(x & y), count(x & ~y), count(~x & y), count(~x & ~y)
    n = np.maximum(a + b + c + d, 1)
    r, q = a * d / n, b * c / n
    p, w = (a + d) / n, (b + c) / n
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * q + w * r).sum() / (2 * r.sum() * q.sum())
        + (w * q).sum() / (2 * q.sum() ** 2)
    )
    return float(r.sum() / q.sum()), float(np.sqrt(variance))
