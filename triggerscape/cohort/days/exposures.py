"""When a recorded day counts as exposed: the rule of every factor, on the recorded values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triggerscape.cohort.setting.cycle import Cycle
from triggerscape.cohort.setting.draws import BoolArray, FloatArray, IntArray, Luck, lagged
from triggerscape.cohort.truth import Truth

Values = Mapping[str, IntArray]
STRESS_CENTRE = 2.25  # stress steps (2 points each) at which stress changes nothing


@dataclass(frozen=True)
class Surroundings:
    """Everything a factor may be read from: recorded values, the cycle and the days of the week."""

    values: Values
    cycle: Cycle
    weekend: BoolArray  # shape (days,)


def _withdrawal(values: Values) -> BoolArray:
    caffeine = values["caffeine_mg"]
    withdrawn: BoolArray = (caffeine == 0) & (lagged(caffeine, 1) >= 190)
    return withdrawn


def _short_under_stress(values: Values) -> BoolArray:
    both: BoolArray = (values["sleep_hours"] <= 65) & (values["stress"] >= 12)
    return both


_RULES: dict[str, Callable[[Values], NDArray[np.generic]]] = {
    "sleep_short": lambda v: v["sleep_hours"] <= 65,
    "sleep_poor": lambda v: v["sleep_quality"] <= 2,
    "stress_level": lambda v: v["stress"] / 4,
    "stress_letdown": lambda v: lagged(v["stress"], 1) - v["stress"] >= 5,
    "short_sleep_under_stress": _short_under_stress,
    "posture_poor": lambda v: v["posture_rating"] <= 2,
    "screen_long": lambda v: v["screen_hours"] >= 80,
    "alcohol_any": lambda v: v["alcohol_units"] > 0,
    "alcohol_heavy": lambda v: v["alcohol_units"] >= 70,
    "caffeine_high": lambda v: v["caffeine_mg"] >= 285,
    "caffeine_withdrawal": _withdrawal,
    "meal_skipped": lambda v: v["meals_skipped"] >= 1,
    "water_low": lambda v: v["water_ml"] < 1500,
    "x_humidity": lambda v: v["x_humidity"] / 100,
}
CONTINUOUS = frozenset({"stress_level", "x_humidity"})


def exposure(code: str, around: Surroundings) -> FloatArray:
    """The exposure of one factor on each day, shape (days, people); 0 or 1 but for CONTINUOUS."""
    if code == "weekend":
        people = around.cycle.bleeding.shape[1]
        series: NDArray[np.generic] = np.repeat(around.weekend[:, None], people, axis=1)
    elif code in ("menses_window", "ovulation_window"):
        series = getattr(around.cycle, code)
    elif code in _RULES:
        series = _RULES[code](around.values)
    else:
        series = around.values[code] > 0
    return series.astype(np.float64)


def slopes(truth: Truth, size: int, luck: Luck) -> dict[str, FloatArray]:
    """Each person's own log odds ratio for every factor: planted mean, spread and share."""
    own: dict[str, FloatArray] = {}
    for code, effect in truth.factors.items():
        draws = luck.stream(f"slope {code}")
        affected = draws.random(size) < effect.share
        own[code] = affected * (effect.logit + effect.slope_sd * draws.standard_normal(size))
    return own


def factor_logit(truth: Truth, around: Surroundings, own: Mapping[str, FloatArray]) -> FloatArray:
    """Sum of all factor terms on each day, shape (days, people)."""
    total = np.zeros(around.cycle.bleeding.shape)
    for code, effect in truth.factors.items():
        if not own[code].any():
            continue
        centre = STRESS_CENTRE if code == "stress_level" else 0.0
        total += own[code] * lagged(exposure(code, around) - centre, effect.lag)
    return total
