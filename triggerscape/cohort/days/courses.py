"""How each therapy is given: what drives its choice, and how long and often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from triggerscape.cohort.setting.draws import BoolArray, FloatArray, IntArray
from triggerscape.cohort.setting.people import People
from triggerscape.cohort.setting.sites import Site


@dataclass(frozen=True)
class Regimen:
    """One therapy as people meet it.

    ``session_every`` is in days, 0 for a course without sessions; ``early_stop`` is the share of
    courses given up within the first 12 weeks; ``popularity`` adds to the log odds of a start.
    """

    shortest: int
    longest: int
    session_every: int = 0
    early_stop: float = 0.0
    popularity: float = 0.0
    driver: str = ""  # what makes people choose it, besides their migraine days


REGIMENS: dict[str, Regimen] = {
    "preventive_cgrp_mab": Regimen(168, 360, early_stop=0.05, driver="failures"),
    "botulinum_toxin": Regimen(168, 336, 84, driver="chronic"),
    "preventive_beta_blocker": Regimen(150, 360, early_stop=0.25),
    "omt": Regimen(84, 140, 14, driver="neck_pain"),
    "massage": Regimen(56, 140, 7, popularity=-1.0, driver="stress"),
    "massage_craniosacral": Regimen(56, 112, 14, popularity=-2.2, driver="stress"),
    "dry_needling": Regimen(42, 98, 7, driver="neck_pain"),
    "laser_class_iv": Regimen(42, 84, 7, popularity=-1.6, driver="device"),
    "pemf": Regimen(42, 84, 7, popularity=-1.6, driver="device"),
    "supplement_magnesium": Regimen(84, 300, popularity=-2.2),
    "supplement_riboflavin": Regimen(84, 300, popularity=-2.5),
    "supplement_coq10": Regimen(84, 300, popularity=-2.8),
    "diet_other": Regimen(84, 300, popularity=-2.5),
    "physio_postural_correction": Regimen(56, 112, 14, popularity=-2.2),
    "selfcare": Regimen(84, 300, popularity=-2.0),
}
CODES: tuple[str, ...] = tuple(REGIMENS)


@dataclass(frozen=True)
class Course:
    """One person's course of one therapy: days ``start`` to ``stop`` (not included)."""

    person: int
    therapy: str
    code: str  # the leaf given: a technique, a kind of massage
    start: int
    stop: int


def inclination(people: People, values: dict[str, IntArray]) -> FloatArray:
    """What people's circumstances add to the log odds of a choice, shape (people, therapy)."""
    drivers = {
        "neck_pain": 0.5 * _standard((values["neck_pain_any"] > 0).mean(axis=0)),
        "stress": 0.4 * _standard(values["stress"].mean(axis=0)),
    }
    columns = [
        regimen.popularity + drivers.get(regimen.driver, np.zeros(people.size))
        for regimen in REGIMENS.values()
    ]
    return np.stack(columns, axis=1)


def eligible(people: People, site: Site) -> BoolArray:
    """Who may be offered what, whatever they tried before; shape (people, therapy)."""
    allowed = {
        "chronic": people.diagnosis == "chronic_migraine",
        "device": np.full(people.size, site.devices),
    }
    everyone = np.ones(people.size, dtype=bool)
    columns = [allowed.get(regimen.driver, everyone) for regimen in REGIMENS.values()]
    return np.stack(columns, axis=1)


def _standard(values: FloatArray) -> FloatArray:
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
