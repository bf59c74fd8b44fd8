"""People with profiles over several factors, drawn day by day and added up by half of the days.

Exposures are normal, or yes or no; attacks fall on days in proportion to the person's own rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.triggers.phenotypes.person_profiles import Profiles

THREE_MEANS = np.array(
    [
        [0.55, 0.5, 0.0, 0.0, 0.0, 0.0, -0.25, 0.0],
        [0.0, 0.0, 0.6, 0.55, 0.0, 0.0, 0.0, -0.25],
        [0.0, 0.0, 0.0, 0.0, 0.55, 0.6, 0.25, 0.25],
    ]
)


@dataclass(frozen=True)
class ProfileWorld:
    """``kind`` is none (everybody alike), continuous (no groups) or three (groups).

    A factor is Normal(0, exposure_sd^2) on every day, or present with probability ``exposure``.
    With 19 attacks and the defaults, people's own estimates miss their profile by 0.32.
    """

    kind: str
    n_people: int = 800
    n_days: int = 150
    attacks: float = 19.0
    n_factors: int = 8
    sd: float = 0.2
    exposure_sd: float = 0.85
    exposure: float | None = None


def draw_halves(world: ProfileWorld, seed: int) -> tuple[tuple[Profiles, ...], np.ndarray]:
    """Profiles of even and odd days, and each person's true group."""
    draw = np.random.default_rng(seed)
    group = draw.integers(3, size=world.n_people)
    delta = np.zeros((world.n_people, world.n_factors))
    if world.kind == "continuous":
        delta = world.sd * draw.standard_normal(delta.shape)
    if world.kind == "three":
        delta = THREE_MEANS[group] - THREE_MEANS.mean(axis=0)
    shape = (world.n_people, world.n_days)
    exposed = world.exposure_sd * draw.standard_normal((*shape, world.n_factors))
    if world.exposure is not None:
        exposed = (draw.random(exposed.shape) < world.exposure).astype(float)
    level = world.attacks / world.n_days * np.exp(0.4 * draw.standard_normal(world.n_people) - 0.08)
    drive = np.einsum("itk,ik->it", exposed, delta)
    rate = level[:, np.newaxis] * np.exp(drive) / np.exp(drive).mean(axis=1, keepdims=True)
    outcome = draw.poisson(rate).astype(float)
    halves = []
    for first in range(2):
        x, y = exposed[:, first::2], outcome[:, first::2]
        attacks = y.sum(axis=1)
        centred = x - x.mean(axis=1, keepdims=True)
        halves.append(
            Profiles(
                score=np.einsum("it,itk->ik", y, centred),
                information=np.einsum("itk,itl->ikl", centred, centred)
                * (attacks / y.shape[1])[:, np.newaxis, np.newaxis],
                attacks=attacks,
                days=np.full(world.n_people, float(y.shape[1])),
            )
        )
    return tuple(halves), group
