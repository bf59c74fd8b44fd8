"""Diaries in which posture, sleep and stress each multiply a person's own risk of an attack."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import polars as pl
from numpy.typing import NDArray

from triggerscape.exposure_bands import ALL, EXPOSURES

Counts = NDArray[np.int64]
CLEAN_DAYS = 3
# How much each band multiplies the risk of the best one: in the order in which bands are drawn.
PLANTED = ((1.0, 1.0, 1.25), (1.4, 1.0, 1.1), (1.0, 1.2, 1.7))
NOTHING = ((1.0, 1.0, 1.0),) * 3


@dataclass(frozen=True)
class StratumWorld:
    """At-risk days and attacks of each person in the 27 strata: arrays (people, 3, 3, 3)."""

    days: Counts
    attacks: Counts

    def groups_of(self, words: tuple[str, ...], reference: tuple[str, ...]) -> pl.DataFrame:
        """What the fit reads of a stratum and its reference, nobody grouped with another."""
        return pl.DataFrame(
            {
                "site_code": [f"S{place % 4}" for place in range(len(self.days))],
                "days": _sum(self.days, words),
                "attacks": _sum(self.attacks, words),
                "reference_days": _sum(self.days, reference),
                "reference_attacks": _sum(self.attacks, reference),
                "people": np.ones(len(self.days), np.int64),
            }
        ).filter(pl.col("days") > 0)


def planted_ratio(words: tuple[str, ...], ratios: tuple[tuple[float, ...], ...] = PLANTED) -> float:
    """The true ratio of a stratum against its reference: bands fall together by chance alone."""
    return prod(
        own[exposure.place(word) - 1]
        for word, exposure, own in zip(words, EXPOSURES, ratios, strict=True)
        if word != ALL
    )


def draw_world(
    seed: int,
    *,
    people: int = 200,
    length: int = 150,
    ratios: tuple[tuple[float, ...], ...] = PLANTED,
    weeks: float = 0.0,
    differing: float = 0.0,
) -> StratumWorld:
    """Who has worse days has more attacks anyway; an attack takes the next three days out.

    ``weeks`` is the standard deviation of a person's own log risk from week to week, ``differing``
    that of a person's log ratio of the worst band of each exposure.
    """
    draw = np.random.default_rng([seed, 27])
    frailty = draw.normal(0, 1, people)
    base = 0.05 * np.exp(0.5 * frailty - 0.125)
    lean = 0.8 * frailty[:, None] + draw.normal(0, 0.7, (people, 3))
    bands = np.stack([_bands(draw, lean[:, place], length) for place in range(3)])
    risk = np.repeat(base[:, None], length, axis=1)
    for place, own in enumerate(ratios):
        risk = risk * np.array(own)[bands[place]]
        worst = int(np.argmax(own))
        person = np.exp(draw.normal(-(differing**2) / 2, differing, people))[:, None]
        risk = np.where(bands[place] == worst, risk * person, risk)
    calm = draw.normal(-(weeks**2) / 2, weeks, (people, -(-length // 7)))
    risk = np.minimum(risk * np.exp(np.repeat(calm, 7, axis=1)[:, :length]), 0.95)
    return _counted(bands, *_attacks(draw, risk))


def _bands(draw: np.random.Generator, lean: NDArray[np.float64], length: int) -> Counts:
    """Places 0, 1 and 2 of each person's days; a lean above 0 makes the last the likelier."""
    amount = lean[:, None] + draw.normal(0, 1.2, (len(lean), length))
    return np.digitize(amount, [-0.3, 1.1]).astype(np.int64)


def _attacks(
    draw: np.random.Generator, risk: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which days (people, length) are at risk, and on which of them an attack begins."""
    struck = np.zeros(risk.shape, np.bool_)
    at_risk = np.ones(risk.shape, np.bool_)
    chance = draw.random(risk.shape)
    for day in range(risk.shape[1]):
        at_risk[:, day] = ~struck[:, max(0, day - CLEAN_DAYS) : day].any(axis=1)
        struck[:, day] = at_risk[:, day] & (chance[:, day] < risk[:, day])
    return at_risk, struck


def _counted(bands: Counts, at_risk: NDArray[np.bool_], struck: NDArray[np.bool_]) -> StratumWorld:
    people = len(at_risk)
    cell = 9 * bands[0] + 3 * bands[1] + bands[2] + 27 * np.arange(people)[:, None]
    found = (np.bincount(cell[which], minlength=27 * people) for which in (at_risk, struck))
    days, attacks = (one.reshape(people, 3, 3, 3) for one in found)
    return StratumWorld(days, attacks)


def _sum(counts: Counts, words: tuple[str, ...]) -> Counts:
    own = [
        range(3) if word == ALL else [exposure.place(word) - 1]
        for word, exposure in zip(words, EXPOSURES, strict=True)
    ]
    return np.sum([counts[:, a, b, c] for a, b, c in product(*own)], axis=0)
