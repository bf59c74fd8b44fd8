"""A diary world with an amount whose planted effect is a curve, beside one yes-or-no factor.

People who are worse off take more of it, so pooled days show a rise that nobody's own days have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy import signal, stats

from triggerscape.doses import DOSES, Dose

SITES = ("east", "north", "south", "west")
DOSE: Dose = next(dose for dose in DOSES if dose.code == "sleep_hours")
BESIDE = "factor_beside"
BESIDE_TRUTH = 0.4

Curve = Callable[[np.ndarray], np.ndarray]

FLAT: Curve = np.zeros_like


def linear(amount: np.ndarray) -> np.ndarray:
    return 0.12 * (amount - 7.5)


def u_shaped(amount: np.ndarray) -> np.ndarray:
    return 0.07 * (amount - 7.5) ** 2


@dataclass(frozen=True)
class DoseWorld:
    """How many people and days, and the log rate ratio planted at each amount."""

    truth: Curve
    n_people: int = 300
    n_days: int = 90
    base_rate: float = 0.035


def draw_doses(world: DoseWorld, seed: int) -> pa.Table:
    """One population: person-days sorted by person, a sixth of the days unobserved."""
    draw = np.random.default_rng(seed)
    shape = (world.n_people, world.n_days)
    severity = draw.standard_normal(world.n_people)
    habit = 0.5 * severity + np.sqrt(0.75) * draw.standard_normal(world.n_people)
    wander = wandering(draw.standard_normal(shape))
    amount = np.clip(np.round(7.5 + 0.7 * habit[:, np.newaxis] + wander, 1), 3.5, 11.5)
    leaning = 0.5 * wander + draw.standard_normal(shape)
    beside = (leaning > stats.norm.ppf(0.75) * np.sqrt(1.25)).astype(float)
    drive = world.truth(amount) + BESIDE_TRUTH * beside
    rate = world.base_rate * np.exp(0.4 * severity[:, np.newaxis] + drive)
    assert rate.max() < 1, "a capped rate would no longer carry the planted truth"
    outcome = (draw.random(shape) < rate).astype(float)
    seen = draw.random(shape).ravel() > 1 / 6
    person = np.repeat(np.arange(world.n_people), world.n_days)[seen]
    return pa.table(
        {
            "person_id": person,
            "site_code": np.array(SITES)[person % len(SITES)],
            "outcome": outcome.ravel()[seen],
            DOSE.design_column: amount.ravel()[seen],
            BESIDE: beside.ravel()[seen],
        }
    )


def wandering(noise: np.ndarray) -> np.ndarray:
    """Unit-variance AR(1) along days, correlation 0.3 from one day to the next."""
    scaled = np.sqrt(1 - 0.3**2) * noise
    scaled[..., 0] = noise[..., 0]
    return signal.lfilter([1.0], [1.0, -0.3], scaled, axis=-1)
