"""A panel of starters in three cohorts and people who never start, as two programs read it."""

from __future__ import annotations

import numpy as np
import pandas as pd

PERIODS = 12
COHORTS = (5, 6, 7)


def panel(seed: int = 20261122, n_people: int = 240) -> pd.DataFrame:
    """One row per person and period; ``start`` is 0 for those who never start."""
    draw = np.random.default_rng(seed)
    start = draw.choice([0, *COHORTS], n_people, p=[0.4, 0.2, 0.2, 0.2])
    level, trend = draw.normal(10, 2, n_people), draw.normal(0, 0.5, PERIODS)
    rows = []
    for person in range(n_people):
        for period in range(PERIODS):
            since = period - start[person] if start[person] else -1
            effect = -0.3 * (since + 1) * (start[person] - 4) / 2 if since >= 0 else 0.0
            days = level[person] + trend[period] + effect + draw.normal(0, 1)
            rows.append((person, period, start[person], days))
    return pd.DataFrame(rows, columns=["person", "period", "start", "days"])


def stacked(frame: pd.DataFrame, window: int, base: int = -1) -> tuple[np.ndarray, ...]:
    """Change from ``base`` to ``window``, arm, cohort and person, cohort below cohort.

    Those who never start stand beside every cohort, one row in each.
    """
    wide = frame.pivot_table(index="person", columns="period", values="days").to_numpy()
    start = frame.groupby("person")["start"].first().to_numpy()
    parts = []
    for number, cohort in enumerate(COHORTS):
        chosen = np.flatnonzero((start == cohort) | (start == 0))
        change = wide[chosen, cohort + window] - wide[chosen, cohort + base]
        arm = (start[chosen] == cohort).astype(np.int64)
        parts.append((change, arm, np.full(len(chosen), number), chosen))
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))
