"""Worlds for doses, techniques and layers: who gets which arm follows the bad months before.

Migraine days are whole days of 28, drawn around a stable severity and monthly spells; people who
are worse come more often, choose otherwise and begin more at once, and all return to normal.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

SITES = ("east", "north", "south", "west")
Days = np.ndarray


def months(draw: np.random.Generator, n_people: int) -> tuple[Days, Days]:
    """Windows -6 to -1 as days of 28 (people, 6), and the chance of a day after (people,)."""
    severity = draw.normal(0, 0.55, n_people)
    state = draw.normal(0, 0.45, n_people)
    windows = []
    for _ in range(6):
        state = 0.4 * state + np.sqrt(1 - 0.4**2) * draw.normal(0, 0.45, n_people)
        windows.append(draw.binomial(28, chance(severity + state)))
    after = 0.4 * 0.4 * state + np.sqrt(1 - 0.4**4) * draw.normal(0, 0.45, n_people)
    return np.column_stack(windows).astype(float), chance(severity + after)


def chance(log_odds: Days) -> Days:
    """The chance of a migraine day, 0.16 to 0.86: an effect of up to 4 days is never cut off."""
    return 0.16 + 0.7 / (1 + np.exp(1.0 - log_odds))


def worse(windows: Days) -> Days:
    """How much worse than usual the last three months were, about -2 to 2."""
    return (windows[:, 3:].mean(axis=1) - 10) / 4


def people(
    draw: np.random.Generator, windows: Days, after: Days, effect: Days, **columns: object
) -> pl.DataFrame:
    """A frame as a trial gives it; ``effect`` is in days per 28, spread over the follow-up."""
    n = len(windows)
    days = draw.binomial(56, after + effect / 28) / 2
    return pl.DataFrame(
        {
            "person_id": np.arange(n) + 1,
            "site_code": np.array(SITES)[draw.integers(0, len(SITES), n)],
            **{f"mmd_m{6 - place}": windows[:, place] for place in range(6)},
            "mmd_after": days,
            "outcome_days": np.full(n, 56),
            "age_years": draw.integers(18, 70, n),
            "is_female": draw.random(n) < 0.8,
            **columns,
        }
    )


def chosen(draw: np.random.Generator, scores: Days) -> Days:
    """An arm per row, with probabilities of a multinomial logit (people, arms)."""
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    return (likely.cumsum(axis=1) < draw.random(len(scores))[:, None]).sum(axis=1)


def draw_doses(n_people: int, per_session: float, seed: int) -> pl.DataFrame:
    """Starters with 1 to 6 sessions, more of them after worse months; a line in the sessions."""
    draw = np.random.default_rng(seed)
    windows, after = months(draw, n_people)
    sessions = 1 + draw.binomial(5, 1 / (1 + np.exp(1.2 - 0.7 * worse(windows))))
    first = draw.binomial(28, after).astype(float)
    return people(
        draw,
        windows,
        after,
        per_session * (sessions - 2),
        sessions_28=sessions,
        minutes_28=sessions * draw.choice([30, 45, 60], n_people),
        mmd_0=first,
    )


def draw_techniques(
    n_people: int, effects: Sequence[float], shares: Sequence[float], seed: int
) -> pl.DataFrame:
    """Half start a technique, worse people rather the later ones; half start the comparator."""
    draw = np.random.default_rng(seed)
    windows, after = months(draw, n_people)
    ill = worse(windows)
    leaning = np.linspace(-0.4, 0.4, len(effects))
    scores = np.log(shares) + leaning * ill[:, None] + 0.2 * ill[:, None]
    scores = np.column_stack([np.full(n_people, np.log(np.sum(shares))), scores])
    arm = chosen(draw, scores)
    effect = np.concatenate([[0.0], effects])[arm]
    leaf = np.array(["", *(f"kind_{place}" for place in range(len(effects)))])[arm]
    frame = people(draw, windows, after, effect, arm=(arm > 0).astype(int), leaf=leaf)
    return frame.with_columns(leaf=pl.when(pl.col("leaf") != "").then("leaf"))


def draw_layers(n_people: int, one: float, other: float, both: float, seed: int) -> pl.DataFrame:
    """Most begin neither; the worse the months, the likelier one, the other, above all both."""
    draw = np.random.default_rng(seed)
    windows, after = months(draw, n_people)
    ill = worse(windows)
    scores = np.column_stack([0 * ill, 0.5 * ill - 1.6, 0.4 * ill - 1.6, 0.8 * ill - 2.4])
    arm = chosen(draw, scores)
    effect = np.array([0.0, one, other, both])[arm]
    return people(draw, windows, after, effect, arm=arm)
