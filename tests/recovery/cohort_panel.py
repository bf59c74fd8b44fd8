"""The worlds of a synthetic population side by side, as plain arrays of shape (days, people)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from triggerscape.cohort.days.exposures import exposure
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.population import make_population
from triggerscape.cohort.setting.calendar import RUN_IN
from triggerscape.cohort.truth import default_truth

NOBODY_STARTS = -50.0  # log odds


@dataclass(frozen=True)
class Panel:
    """All sites after the run-in, everybody untreated and observed every day."""

    worlds: tuple[World, ...]

    def days(self, of: Callable[[World], np.ndarray]) -> np.ndarray:
        return np.concatenate([of(world)[RUN_IN:] for world in self.worlds], axis=1)

    @property
    def migraine(self) -> np.ndarray:
        return self.days(lambda world: world.days.migraine)

    @property
    def weekend(self) -> np.ndarray:
        return self.exposed("weekend")

    def exposed(self, code: str) -> np.ndarray:
        return self.days(lambda world: exposure(code, world.around)) > 0

    def recorded(self, code: str) -> np.ndarray:
        return self.days(lambda world: world.values[code]) > 0


@cache
def untreated_panel(people: int, days: int, seed: int) -> Panel:
    truth = replace(default_truth(), start_intercept=NOBODY_STARTS)
    return Panel(tuple(make_population(people, days, 12, seed, truth).worlds()))
