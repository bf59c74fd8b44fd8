"""What looks like a trigger and is not: signs of the attack, drawn after the outcome."""

from __future__ import annotations

import numpy as np

from triggerscape.cohort.days.engine import Days
from triggerscape.cohort.setting.draws import BoolArray, FloatArray, IntArray, Luck
from triggerscape.cohort.truth import Truth


def add_signs(
    truth: Truth, habits: dict[str, IntArray], days: Days, luck: Luck
) -> dict[str, IntArray]:
    """The habits with every decoy raised around attacks; neck pain becomes a score of 0 to 10."""
    signs = dict(habits)
    for code, decoy in truth.decoys.items():
        draws = luck.stream(f"sign of {code}")
        chance = _chance(days, decoy.day_before, decoy.onset, decoy.attack)
        raised = draws.random(chance.shape) < chance
        signs[code] = ((habits[code] > 0) | raised).astype(np.int16)
    signs["neck_pain"] = _neck_pain(signs["neck_pain_any"] > 0, luck)
    return signs


def _chance(days: Days, day_before: float, onset: float, attack: float) -> FloatArray:
    onsets = days.onset
    tomorrow = np.zeros_like(onsets)
    tomorrow[:-1] = onsets[1:]
    chance = np.where(tomorrow & ~days.migraine, day_before, 0.0)
    chance = np.where(days.migraine, attack, chance)
    return np.where(onsets, onset, chance)


def _neck_pain(present: BoolArray, luck: Luck) -> IntArray:
    """3 to 8 where there is neck pain, 0 to 2 where there is not."""
    draws = luck.stream("neck pain score")
    felt = np.minimum(3 + draws.poisson(1.5, present.shape), 8)
    little = draws.binomial(2, 0.25, present.shape)
    return np.where(present, felt, little).astype(np.int16)
