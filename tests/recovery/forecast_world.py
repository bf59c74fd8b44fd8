"""Made person-months with a known expectation: how severe somebody is, a slow drift, and habits.

Days scatter beyond a Poisson law (beta-binomial), as diaries do. The hidden drift is seen only
through past attack days, and stress moves the next window a little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.forecast.features import FEATURES
from models.forecast.person_months import PersonMonths

RUN_IN = 3
_CONCENTRATION = 12.0
_STRESS = 0.15
_DRIFT_SD, _DRIFT_RHO = 0.35, 0.6


@dataclass(frozen=True)
class ForecastWorld:
    """The rows, and of each the attack days per 28 that were to be expected."""

    months: PersonMonths
    truth: np.ndarray


def make_forecast_world(people: int, windows: int, seed: int) -> ForecastWorld:
    """``windows`` rows a person, after a run-in that only fills the past."""
    draw = np.random.default_rng(seed)
    shape = (people, windows + RUN_IN + 1)
    site = draw.integers(0, 12, people)
    level = draw.normal(-1.4, 0.9, people) + draw.normal(0, 0.2, 12)[site]
    stress = 4 + draw.normal(0, 1, (people, 1)) + draw.normal(0, 1, shape)
    logit = level[:, None] + _drift(draw, shape)
    # What stress does, it does to the window after it.
    logit[:, 1:] += _STRESS * (stress[:, :-1] - 4)
    chance = 1 / (1 + np.exp(-logit))
    days = draw.integers(14, 29, shape)
    hidden = draw.beta(_CONCENTRATION * chance, _CONCENTRATION * (1 - chance))
    attacks = draw.binomial(days, hidden)
    return _as_months(draw, attacks, days, stress, chance=chance, site=site)


def _drift(draw: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    drift = np.empty(shape)
    drift[:, 0] = draw.normal(0, _DRIFT_SD, shape[0])
    step = _DRIFT_SD * np.sqrt(1 - _DRIFT_RHO**2)
    for window in range(1, shape[1]):
        drift[:, window] = _DRIFT_RHO * drift[:, window - 1] + draw.normal(0, step, shape[0])
    return drift


def _as_months(draw, attacks, days, stress, *, chance, site) -> ForecastWorld:
    people, shape = attacks.shape[0], attacks.shape
    rate = 28.0 * attacks / days
    total, known = np.cumsum(attacks, axis=1), np.cumsum(days, axis=1)
    before = np.pad(total, ((0, 0), (6, 0)))[:, : shape[1]]
    known_before = np.pad(known, ((0, 0), (6, 0)))[:, : shape[1]]
    named = {
        "attack_rate_1": rate,
        "attack_rate_2": np.roll(rate, 1, axis=1),
        "attack_rate_3": np.roll(rate, 2, axis=1),
        "attack_rate_6": 28.0 * (total - before) / (known - known_before),
        "attack_rate_so_far": 28.0 * total / known,
        "windows_so_far": np.broadcast_to(np.arange(1.0, shape[1] + 1), shape),
        "attack_known_days": days.astype(float),
        "stress": stress,
        "age_years": np.broadcast_to(draw.integers(18, 70, (people, 1)).astype(float), shape),
        "is_female": np.broadcast_to((draw.random((people, 1)) < 0.8).astype(float), shape),
    }
    keep = slice(RUN_IN, shape[1] - 1)
    rows = people * (shape[1] - 1 - RUN_IN)
    columns = np.empty((rows, len(FEATURES)), dtype=np.float64)
    for place, name in enumerate(FEATURES):
        if name in named:
            columns[:, place] = named[name][:, keep].ravel()
        elif name.startswith(("is_", "on_")):
            columns[:, place] = draw.random(rows) < 0.2
        else:
            columns[:, place] = draw.normal(0, 1, rows)
            columns[draw.random(rows) < 0.1, place] = np.nan
    wide = shape[1] - 1 - RUN_IN
    sites = np.array([f"S{number:02d}" for number in range(12)])[np.repeat(site, wide)]
    female = named["is_female"][:, keep].ravel() > 0
    months = PersonMonths(
        features=columns,
        feature_names=FEATURES,
        rate=rate[:, RUN_IN + 1 :].ravel(),
        known_days=days[:, RUN_IN + 1 :].ravel().astype(float),
        person=np.repeat(np.arange(people, dtype=np.int64), wide),
        site=sites,
        window=np.tile(np.arange(300, 300 + wide, dtype=np.int64), people),
        last_month=named["attack_rate_1"][:, keep].ravel(),
        so_far=named["attack_rate_so_far"][:, keep].ravel(),
        slices={
            "sex": np.where(female, "female", "male"),
            "age_band": np.full(rows, "30 to 44"),
            "site": sites,
            "chronicity": np.full(rows, "unknown"),
        },
    )
    return ForecastWorld(months, 28.0 * chance[:, RUN_IN + 1 :].ravel())
