"""A world around a start: a dip that brings people to it, an effect that grows, and one that wanes.

Everybody has one time zero in one of six calendar windows, and starts the likelier the worse the
last window was. Migraine days are counts out of 28, more spread than a coin would throw them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

COHORTS = 6
LAST, BEFORE, AFTER = 6 + COHORTS + 5, 6, 6
RAMP = (0.25, 0.75, 1.0, 1.0, 1.0, 1.0)
"""Share of the effect that is there in windows 0 to 5."""


@dataclass(frozen=True)
class EventWorld:
    """``effect`` in migraine days per 28 once it is full; ``hidden`` severity that also chooses."""

    n_people: int
    effect: float = 0.0
    hidden: float = 0.0
    missing: float = 0.05
    persistence: float = 0.4

    @property
    def truth(self) -> dict[int, float]:
        """The effect by window."""
        return {window: share * self.effect for window, share in enumerate(RAMP)}


def draw_event_world(world: EventWorld, seed: int) -> pl.DataFrame:
    """One row per person, as ``read_event_trial`` takes them."""
    draw = np.random.default_rng(seed)
    n = world.n_people
    severity, state = draw.normal(0, 2.5, n), draw.normal(0, 2.0, n)
    year = draw.normal(0, 0.7, LAST)  # what a calendar window does to everybody
    level = np.empty((n, LAST))
    for time in range(LAST):
        state = world.persistence * state
        state += np.sqrt(1 - world.persistence**2) * draw.normal(0, 2.0, n)
        level[:, time] = np.clip(12 + severity + state + year[time], 4, 24)
    entry = draw.integers(BEFORE, BEFORE + COHORTS, n)
    site = draw.integers(0, 4, n)
    times = entry[:, None] + np.arange(-BEFORE, AFTER)
    around = np.take_along_axis(level, times, axis=1)
    before = _counts(draw, around[:, :BEFORE])
    leaning = 0.25 * (before[:, -1] - 14) + 0.4 * (site == 1) + 0.2 * (entry - 8.5) - 0.5
    leaning += world.hidden * severity
    arm = (draw.random(n) < 1 / (1 + np.exp(-leaning))).astype(int)
    after = _counts(draw, around[:, BEFORE:] + world.effect * np.outer(arm, RAMP))
    known = np.where(draw.random(after.shape) < world.missing, np.nan, after)
    return pl.DataFrame(
        {
            "month_index": entry,
            "site_code": np.array(["east", "north", "south", "west"])[site],
            "arm": arm,
            **{f"mmd_m{BEFORE - place}": before[:, place] for place in range(BEFORE)},
            **{f"mmd_{place}": known[:, place] for place in range(AFTER)},
            "mmd_after": after[:, 1:3].mean(axis=1),
            **_traits(draw, n),
        }
    ).with_columns(pl.col(f"mmd_{place}").fill_nan(None) for place in range(AFTER))


def draw_stops(effect: float, n_people: int, seed: int) -> pl.DataFrame:
    """People on a therapy with ``effect``: stoppers lose it within three windows.

    Who is worse off stops sooner, so that the others' next months are better anyway.
    """
    world = EventWorld(n_people)
    frame = draw_event_world(world, seed)
    draw = np.random.default_rng([seed, 1])
    lost = np.array([1 / 3, 2 / 3, 1.0, 1.0, 1.0, 1.0])
    names = [f"mmd_{window}" for window in range(AFTER)]
    arm = frame["arm"].to_numpy()
    days = frame.select(names).to_numpy() - effect * np.outer(arm, lost)
    return frame.with_columns(
        *(pl.Series(name, days[:, place]).fill_nan(None) for place, name in enumerate(names)),
        course_days=pl.Series(draw.integers(28, 300, n_people)),
    )


def _counts(draw: np.random.Generator, level: np.ndarray) -> np.ndarray:
    """Days out of 28 with these means and half as much variance again as independent days."""
    share = level / 28
    size = 27 / 0.5 - 1  # a beta-binomial whose variance is 1.5 times the binomial one
    return draw.binomial(28, draw.beta(share * size, (1 - share) * size)).astype(float)


def _traits(draw: np.random.Generator, n_people: int) -> dict[str, np.ndarray]:
    """What trials ask for and what has no part in anything here."""
    return {
        "person_id": np.arange(n_people) + 1000,
        "age_years": draw.integers(20, 70, n_people),
        "is_female": draw.random(n_people) < 0.8,
        "is_chronic": draw.random(n_people) < 0.3,
        "co_starts": draw.integers(0, 2, n_people),
        "therapies_before": draw.integers(0, 3, n_people),
    }
