"""A diary world with planted products of factors, and one with a moderation that is no product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pyarrow as pa
from dose_world import SITES, wandering
from scipy import stats

USUAL_EXPOSURE = 0.25


@dataclass(frozen=True)
class PairWorld:
    """Log rate ratios of the factors, and of the products of some pairs of their places.

    With ``moderation``, the effect of the first factor grows by so much per standard deviation of
    how often a person meets the second: people differ, and no day's product does anything.
    """

    truth: tuple[float, ...]
    n_people: int
    n_days: int
    products: Mapping[tuple[int, int], float] = field(default_factory=dict)
    moderation: float = 0.0
    base_rate: float = 0.04

    @property
    def factors(self) -> tuple[str, ...]:
        return tuple(f"factor_{place}" for place in range(len(self.truth)))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return list(combinations(self.factors, 2))

    @property
    def planted(self) -> set[tuple[str, str]]:
        return {(self.factors[first], self.factors[second]) for first, second in self.products}


def draw_pairs(world: PairWorld, seed: int) -> pa.Table:
    """One population: person-days sorted by person, a sixth of the days unobserved."""
    draw = np.random.default_rng(seed)
    shape = (len(world.truth), world.n_people, world.n_days)
    severity = draw.standard_normal(world.n_people)
    habit = 0.5 * severity + np.sqrt(0.75) * draw.standard_normal(shape[:2])
    wander = wandering(draw.standard_normal(shape))
    threshold = stats.norm.ppf(1 - USUAL_EXPOSURE) * np.sqrt(1.6)
    exposed = (np.sqrt(0.6) * habit[:, :, np.newaxis] + wander > threshold).astype(float)
    drive = np.tensordot(np.array(world.truth), exposed, axes=1)
    for (first, second), size in world.products.items():
        drive += size * exposed[first] * exposed[second]
    if world.moderation:
        drive += world.moderation * habit[1][:, np.newaxis] * exposed[0]
    usual = sum(world.truth) * USUAL_EXPOSURE
    rate = world.base_rate * np.exp(0.3 * severity[:, np.newaxis] + drive - usual)
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
