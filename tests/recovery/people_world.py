"""People who differ in what yes-or-no factors do to them, drawn as what their diaries add up to.

Given a person's attacks and the days with and without a factor, the attacks on days with it are
binomial: that is the conditional Poisson model itself. So hundreds of worlds can be drawn without
drawing their days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.triggers.people.own_likelihood import NEGLIGIBLE, OwnLikelihood, own_likelihood
from models.triggers.people.person_evidence import PersonEvidence


@dataclass(frozen=True)
class PeopleWorld:
    """Numbers of people and attacks, and how often the factor is there.

    Effects are Normal(mean, sd^2) in a ``share`` of the people and ``without`` in the others.
    """

    n_people: int = 2000
    attacks: float = 20.0
    exposure: float = 0.25
    days: int = 150
    mean: float = 0.2
    sd: float = 0.0
    share: float = 1.0
    without: float = 0.0


def draw_people(world: PeopleWorld, seed: int, pooled: float) -> tuple[OwnLikelihood, np.ndarray]:
    """The people's own likelihoods around ``pooled``, and true log rate ratios."""
    draw = np.random.default_rng(seed)
    attacks = 1 + draw.negative_binomial(1.5, 1.5 / (1.5 + world.attacks), world.n_people)
    responds = draw.random(world.n_people) < world.share
    effect = world.mean + world.sd * draw.standard_normal(world.n_people)
    effect = np.where(responds, effect, world.without)
    exposed = draw.binomial(world.days, world.exposure, world.n_people)
    odds = exposed / (world.days - exposed)
    on_exposed = draw.binomial(attacks, odds * np.exp(effect) / (1 + odds * np.exp(effect)))
    expected = odds * np.exp(pooled) / (1 + odds * np.exp(pooled))
    variance = attacks * expected * (1 - expected)
    evidence = PersonEvidence(
        attacks=attacks.astype(float),
        days=np.full(world.n_people, float(world.days)),
        dispersion=np.ones(world.n_people),
        score=(on_exposed - attacks * expected)[np.newaxis].astype(np.float32),
        information=variance[np.newaxis].astype(np.float32),
        third=(variance * (1 - 2 * expected))[np.newaxis].astype(np.float32),
        site=np.zeros(world.n_people, dtype=np.intp),
        sites=("north",),
    )
    return own_likelihood(evidence, 0), effect[evidence.information[0] > NEGLIGIBLE]
