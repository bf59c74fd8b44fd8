"""Starters of two therapies whose costs and effects are known: bad months choose, and cost more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

MORE_COST = 240.0  # that A costs over 84 days
DAYS_AVOIDED = 6.0  # in the same 84 days
START = date(2026, 3, 1)


@dataclass(frozen=True)
class ValueWorld:
    """What starting A instead of B does; both per starter over days 0 to 83."""

    more_cost: float = MORE_COST
    days_avoided: float = DAYS_AVOIDED

    @property
    def price(self) -> float:
        """Cost per migraine day avoided."""
        return self.more_cost / self.days_avoided


def draw_starters(world: ValueWorld, people: int, seed: int) -> pl.DataFrame:
    """One row per starter, as ``cost_and_days`` reads them.

    People with many migraine days start A more often, and cost more whatever they start: a crude
    comparison finds A dearer and less useful than it is.
    """
    draw = np.random.default_rng(seed)
    level = np.clip(draw.normal(9, 3.5, people), 0, 24)
    months = {
        f"mmd_m{back}": np.clip(level + draw.normal(0, 2, people), 0, 28)
        for back in range(6, 0, -1)
    }
    recent = (months["mmd_m1"] + months["mmd_m2"] + months["mmd_m3"]) / 3
    arm = (draw.random(people) < 1 / (1 + np.exp(-0.25 * (recent - 9)))).astype(np.int64)
    fewer = world.days_avoided / 3 * arm
    site = np.array(["PARIS", "ROME", "WIEN"])[draw.integers(0, 3, people)]
    cost = 150 + 12 * level + draw.gamma(2, 60, people) + 40 * (site == "WIEN")
    return pl.DataFrame(
        {
            "person_id": np.arange(people) + 1,
            "site_code": site,
            "index_date": [START] * people,
            "arm": arm,
            "age_years": draw.integers(18, 70, people),
            **months,
            "mmd_0": level - fewer + draw.normal(0, 2, people),
            "mmd_after": level - fewer + draw.normal(0, 1.5, people),
            "cost": cost + world.more_cost * arm + 0.2 * world.more_cost * draw.normal(size=people),
        }
    )


def crude(people: pl.DataFrame) -> tuple[float, float]:
    """More cost and days avoided by the means of the arms, nothing held alike."""
    means = people.group_by("arm").agg(
        pl.col("cost").mean(), days=(pl.col("mmd_0") + 2 * pl.col("mmd_after")).mean()
    )
    a, b = (means.row(by_predicate=pl.col("arm") == arm, named=True) for arm in (1, 0))
    return a["cost"] - b["cost"], b["days"] - a["days"]
