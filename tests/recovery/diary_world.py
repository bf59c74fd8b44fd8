"""A diary world with planted log rate ratios, where people who are exposed more are also worse off.

Log link and rates that never reach 1, so that the planted numbers are exactly what a rate-ratio
estimator should find. Exposures wander from day to day, diaries have gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy import stats

SITES = ("east", "north", "south", "west")


@dataclass(frozen=True)
class DiaryWorld:
    """How many people and days, and the truth; ``confounding`` ties exposure to severity."""

    truth: tuple[float, ...]
    n_people: int
    n_days: int
    confounding: float = 0.5
    usual_exposure: float = 0.25
    base_rate: float = 0.04

    @property
    def factors(self) -> tuple[str, ...]:
        return tuple(f"factor_{place}" for place in range(len(self.truth)))


def draw_diary(world: DiaryWorld, seed: int) -> pa.Table:
    """One population: person-days sorted by person, a sixth of the days unobserved."""
    draw = np.random.default_rng(seed)
    shape = (len(world.truth), world.n_people, world.n_days)
    severity = draw.standard_normal(world.n_people)
    habit = world.confounding * severity + np.sqrt(1 - world.confounding**2) * draw.standard_normal(
        shape[:2]
    )
    wander = _autoregressive(draw.standard_normal(shape), 0.3)
    threshold = stats.norm.ppf(1 - world.usual_exposure) * np.sqrt(1.6)
    exposed = (np.sqrt(0.6) * habit[:, :, np.newaxis] + wander > threshold).astype(float)
    drive = np.tensordot(np.array(world.truth), exposed, axes=1)
    rate = world.base_rate * np.exp(0.4 * severity[:, np.newaxis] + drive - _mean_drive(world))
    assert rate.max() < 1, "a capped rate would no longer carry the planted truth"
    outcome = (draw.random(shape[1:]) < rate).astype(float)
    seen = draw.random(shape[1:]).ravel() > 1 / 6
    person = np.repeat(np.arange(world.n_people), world.n_days)[seen]
    columns = {
        "person_id": person,
        "site_code": np.array(SITES)[person % len(SITES)],
        "outcome": outcome.ravel()[seen],
    }
    columns |= {name: exposed[k].ravel()[seen] for k, name in enumerate(world.factors)}
    return pa.table(columns)


def _mean_drive(world: DiaryWorld) -> float:
    return sum(world.truth) * world.usual_exposure


def _autoregressive(noise: np.ndarray, memory: float) -> np.ndarray:
    """Unit-variance AR(1) along the last axis."""
    series = noise.copy()
    for day in range(1, noise.shape[-1]):
        series[..., day] = memory * series[..., day - 1] + np.sqrt(1 - memory**2) * noise[..., day]
    return series
