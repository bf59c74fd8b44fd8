"""Diaries whose attacks without a factor are known: each attack day is drawn at its own rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

SITES = ("east", "north", "south", "west")


@dataclass(frozen=True)
class BurdenWorld:
    """A yes/no factor ``meal`` and a stepped one ``stress``, acting with these log rate ratios."""

    meal: float = 0.4
    stress: float = 0.15
    n_people: int = 400
    n_days: int = 80
    stress_level: float = 1.5


@dataclass(frozen=True)
class Burden:
    """What would not have been, expected over the world's days: per 100 days, and as a share."""

    per_100: float
    share: float


def draw_burden(world: BurdenWorld, seed: int) -> tuple[pa.Table, dict[str, Burden]]:
    """One diary and its own expected burden, given its people and exposures.

    People who skip meals more often have more attacks, and one in five never tells about stress.
    """
    draw = np.random.default_rng(seed)
    shape = (world.n_people, world.n_days)
    ill = np.clip(draw.standard_normal(world.n_people), -3.0, 3.0)
    habit = np.clip(0.2 + 0.08 * ill + 0.05 * draw.standard_normal(world.n_people), 0.02, 0.6)
    meal = (draw.random(shape) < habit[:, np.newaxis]).astype(float)
    stress = draw.integers(0, 11, shape) / 2.0
    rate = 0.04 * np.exp(0.5 * ill[:, np.newaxis] + world.meal * meal + world.stress * stress)
    assert rate.max() < 1
    attack = (draw.random(shape) < rate).astype(float)
    tells = np.arange(world.n_people) % 5 != 0
    told = np.where(tells[:, np.newaxis], stress, np.nan)
    person = np.repeat(np.arange(world.n_people), world.n_days)
    table = pa.table(
        {
            "person_id": person,
            "site_code": np.array(SITES)[person % 4],
            "outcome": attack.ravel(),
            "meal_skipped": meal.ravel(),
            "stress_level": pa.array(told.ravel(), from_pandas=True),
        }
    )
    above = np.maximum(stress - world.stress_level, 0.0)
    lost = {
        "meal_skipped": rate * (1 - np.exp(-world.meal * meal)),
        "stress_level": (rate * (1 - np.exp(-world.stress * above)))[tells],
    }
    rates = {"meal_skipped": rate, "stress_level": rate[tells]}
    return table, {
        code: Burden(100 * float(lost[code].mean()), float(lost[code].sum() / rates[code].sum()))
        for code in lost
    }
