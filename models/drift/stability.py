"""The population stability index, with the noise it has when nothing has moved.

PSI = sum (now - then) log(now / then) over bins. Where nothing moved, it is near
(1 / n_now + 1 / n_then) times a chi-squared on bins - 1 (Yurdakul & Naranjo, J Risk Model Valid
2020;14:89): with 50 people and ten bins it passes 0.1 by chance alone. People are the n, not their
windows, which are alike; and fewer than there are where a whole site shares a value, its weather.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import stats

from models.drift.distribution import Distribution

WATCH, ACT = 0.10, 0.25
FALSE_ALARMS = 0.01
"""Chance of one false alarm or more in a whole run, over all inputs."""
SMALL_SAMPLES = 1.2
"""The logarithm makes the tail heavier than the chi-squared's while bins hold few people: 400,000
draws each of 15 to 2,000 people in 3 to 10 bins had 1.0 to 1.2 times its 99% to 99.97% points."""
_HALF = 0.5


class Drift(StrEnum):
    """What may be said of one input."""

    STABLE = "stable"
    WITHIN_NOISE = "within_noise"
    WATCH = "watch"
    ACT = "act"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True)
class Stability:
    """How far an input moved, how far chance alone moves it, and the word for it."""

    index: float | None
    noise: float | None
    word: Drift
    rule: str


def stability(then: Distribution, now: Distribution, n_inputs: int) -> Stability:
    """PSI of the known values, judged at 0.1 and 0.25 and against noise over ``n_inputs`` inputs.

    An empty bin counts half a person, so that the index stays finite.
    """
    if then.edges != now.edges or len(then.shares) < 2 or not (then.n_people and now.n_people):
        return Stability(None, None, Drift.NOT_COMPARABLE, "one bin, or nobody to compare")
    before, after = (_without_zeros(one) for one in (then, now))
    index = float(np.sum((after - before) * np.log(after / before)))
    per_input = 1 - FALSE_ALARMS / max(n_inputs, 1)
    scale = SMALL_SAMPLES * (1 / then.n_independent + 1 / now.n_independent)
    noise = scale * float(stats.chi2.ppf(per_input, len(before) - 1))
    return Stability(index, noise, *_judged(index, noise, "index"))


def missing_change(then: Distribution, now: Distribution, n_inputs: int) -> Stability:
    """Change of the share nobody knows, judged at 0.1 and 0.25 and against the noise of people."""
    if not (then.n_people_asked and now.n_people_asked):
        return Stability(None, None, Drift.NOT_COMPARABLE, "nobody to compare")
    change = now.missing - then.missing
    both = (then.missing * then.n_people_asked + now.missing * now.n_people_asked) / (
        then.n_people_asked + now.n_people_asked
    )
    error = math.sqrt(both * (1 - both) * (1 / then.n_people_asked + 1 / now.n_people_asked))
    noise = float(stats.norm.ppf(1 - FALSE_ALARMS / max(n_inputs, 1) / 2)) * error
    return Stability(change, noise, *_judged(abs(change), noise, "change"))


def _without_zeros(one: Distribution) -> np.ndarray:
    shares = np.maximum(np.asarray(one.shares), _HALF / one.n_people)
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def _judged(size: float, noise: float, what: str) -> tuple[Drift, str]:
    if size < WATCH:
        return Drift.STABLE, f"{what} below {WATCH}"
    if size <= noise:
        return Drift.WITHIN_NOISE, f"{what} from {WATCH} on, as chance alone may bring"
    if size < ACT:
        return Drift.WATCH, f"{what} from {WATCH} on, beyond chance"
    return Drift.ACT, f"{what} from {ACT} on, beyond chance"
