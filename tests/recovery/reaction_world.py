"""Diaries of people who live differently because of their attacks, and write in the evening.

Log link and rates that never reach 1, so that the planted numbers are what a rate-ratio estimator
should find. Around an attack three things happen that are not causes: on the day before some of
them, neck pain and chocolate come with the coming attack; on its days, as far as they are written
down in the evening, people drink less, sit less at a screen and hurt in the neck; and they sleep
badly in the nights after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from scipy.special import ndtri

from triggerscape.factors import Claim, Factor

EXOGENOUS = ("x_stress", "x_pressure", "x_null")
REACTIVE = ("x_alcohol", "x_sleep", "x_screen", "x_neck")
TRUTH = {
    "x_stress": 0.25,
    "x_alcohol": 0.30,
    "x_sleep": 0.25,
    "x_pressure": 0.15,
    "x_screen": 0.0,
    "x_neck": 0.10,
    "x_chocolate": 0.0,
    "x_null": 0.0,
}
FACTORS = (
    Factor("x_stress", "Stress", "stress", 1),
    Factor("x_alcohol", "Alcohol", "diet", 1),
    Factor("x_sleep", "Bad night", "sleep", 0),
    Factor("x_pressure", "Fall in air pressure", "weather", 0),
    Factor("x_screen", "Long at a screen", "posture", 1),
    Factor("x_neck", "Neck strain", "posture", 1),
    Factor("x_chocolate", "Craving for chocolate", "early sign", 1, Claim.PREMONITORY),
    Factor("x_null", "Nothing", "other", 1),
)
LAGGED = [place for place, factor in enumerate(FACTORS) if factor.primary_lag == 1]
SAME_DAY = [place for place, factor in enumerate(FACTORS) if factor.primary_lag == 0]

FIRST_DAY = date(2026, 1, 5)
SITES = 6
RUN_IN = 14
USUAL = 0.25  # share of days with each factor
BASE_RATE = 0.045
EVENING = 0.5  # share of attack days written down after the attack has changed the day
PRODROME = 0.35  # share of attacks that announce themselves
ANNOUNCED = {"x_neck": 0.2, "x_chocolate": 0.8}  # how often, on the day before
LEFT_OF_IT = {"x_alcohol": 0.35, "x_screen": 0.35, "x_chocolate": 0.5}  # on days of an attack
NECK_HURTS = 0.5
BAD_NIGHT_AFTER = 0.3
GAPS = 0.1


@dataclass(frozen=True)
class ReactionWorld:
    """How many people and days; ``reacts`` false gives the same truth without any reaction."""

    n_people: int
    n_days: int
    reacts: bool = True


def draw_reactions(world: ReactionWorld, seed: int) -> pl.DataFrame:
    """One population as rows of core.diary_day, one a person and written day."""
    draw = np.random.default_rng(seed)
    recorded, attack = _live(world, draw)
    written = draw.random(attack.shape) >= GAPS
    written[:RUN_IN] = False
    person, day = np.nonzero(written.T)
    columns = {
        "person_id": person,
        "site_code": [f"S{number % SITES + 1:02d}" for number in person],
        "person_key": [f"person{number:06d}" for number in person],
        "diary_date": [FIRST_DAY + timedelta(days=int(number)) for number in day],
        "headache": attack[day, person],
        "migraine": attack[day, person],
    }
    columns |= {
        factor.code: recorded[day, person, place].astype(float)
        for place, factor in enumerate(FACTORS)
    }
    return pl.DataFrame(columns).with_columns(
        entry_basis=pl.lit("daily_prompt"), entry_status=pl.lit("complete")
    )


def _live(world: ReactionWorld, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """What was written down, shape (days, people, factors), and the days of an attack."""
    shape = (RUN_IN + world.n_days, world.n_people)
    severity = draw.standard_normal(world.n_people)
    lived = _habits(shape, severity, draw)
    slope = np.array([TRUTH[factor.code] for factor in FACTORS])
    base = BASE_RATE * np.exp(0.4 * severity - USUAL * slope.sum())
    begins, lasts = draw.random(shape), draw.integers(1, 4, shape)
    evening = draw.random(shape) < EVENING
    announces = draw.random(shape) < PRODROME
    attack = np.zeros(shape, dtype=bool)
    left = np.zeros(world.n_people, dtype=int)
    for day in range(1, shape[0]):
        if world.reacts:
            _after_an_attack(lived[day], attack[day - 1], draw)
        drive = (
            lived[day - 1][:, LAGGED] @ slope[LAGGED] + lived[day][:, SAME_DAY] @ slope[SAME_DAY]
        )
        rate = base * np.exp(drive)
        assert rate.max() < 1, "a capped rate would no longer carry the planted truth"
        onset = (left == 0) & (begins[day] < rate)
        left = np.where(onset, lasts[day], left)
        attack[day] = left > 0
        left = np.maximum(left - 1, 0)
        if world.reacts:
            _during_an_attack(lived[day], attack[day] & evening[day], draw)
            _before_an_attack(lived[day - 1], onset & announces[day], draw)
    return lived, attack


def _habits(shape: tuple[int, int], severity: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Yes-or-no habits that wander from day to day; who is worse off has more of all of them."""
    habit = 0.5 * severity[:, None] + np.sqrt(0.75) * draw.standard_normal((shape[1], len(FACTORS)))
    level = draw.standard_normal((*shape, len(FACTORS)))
    for day in range(1, shape[0]):
        level[day] = 0.3 * level[day - 1] + np.sqrt(1 - 0.3**2) * level[day]
    return np.sqrt(0.3) * habit + np.sqrt(0.7) * level > -ndtri(USUAL)


def _place(code: str) -> int:
    return [factor.code for factor in FACTORS].index(code)


def _after_an_attack(today: np.ndarray, attack: np.ndarray, draw: np.random.Generator) -> None:
    bad = attack & (draw.random(len(attack)) < BAD_NIGHT_AFTER)
    today[:, _place("x_sleep")] |= bad


def _during_an_attack(today: np.ndarray, changed: np.ndarray, draw: np.random.Generator) -> None:
    for code, kept in LEFT_OF_IT.items():
        today[:, _place(code)] &= ~changed | (draw.random(len(changed)) < kept)
    today[:, _place("x_neck")] |= changed & (draw.random(len(changed)) < NECK_HURTS)


def _before_an_attack(
    yesterday: np.ndarray, announced: np.ndarray, draw: np.random.Generator
) -> None:
    for code, often in ANNOUNCED.items():
        yesterday[:, _place(code)] |= announced & (draw.random(len(announced)) < often)
