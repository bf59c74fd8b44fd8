"""A therapy world: people start A or B after a bad month, and would have returned to normal anyway.

``hidden_choice`` lets a severity that no column holds decide who gets A; ``effect`` is what A does
beyond B, in migraine days per 28.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

SITES = ("east", "north", "south", "west")


@dataclass(frozen=True)
class TherapyWorld:
    """How many starters, the planted effect, and how strongly hidden severity chooses the arm."""

    n_people: int
    effect: float
    hidden_choice: float = 0.0


def draw_starters(world: TherapyWorld, seed: int) -> pl.DataFrame:
    """New users with six windows before the start and one after, as the models read them."""
    draw = np.random.default_rng(seed)
    n_candidates = 4 * world.n_people
    severity = draw.normal(0, 2.5, n_candidates)
    state = draw.normal(0, 2.0, n_candidates)
    windows = []
    for _ in range(7):  # six before the start, one after; bad spells last about a month
        state = 0.4 * state + np.sqrt(1 - 0.4**2) * draw.normal(0, 2.0, n_candidates)
        windows.append(12 + severity + state + draw.normal(0, 1.5, n_candidates))
    seeks_care = 0.5 * windows[5] + draw.normal(0, 1.0, n_candidates)
    starts = np.sort(np.argsort(-seeks_care, kind="stable")[: world.n_people])
    months = np.column_stack(windows)[starts]
    site = draw.integers(0, len(SITES), world.n_people)
    leaning = 0.10 * (months[:, 3:6].mean(axis=1) - 14) + 0.4 * (site == 1)
    leaning += world.hidden_choice * severity[starts]
    arm = (draw.random(world.n_people) < 1 / (1 + np.exp(-leaning))).astype(int)
    return pl.DataFrame(
        {
            "person_id": starts,
            "site_code": np.array(SITES)[site],
            "arm": arm,
            **{f"mmd_m{6 - window}": months[:, window] for window in range(6)},
            "mmd_after": months[:, 6] + world.effect * arm,
        }
    )
