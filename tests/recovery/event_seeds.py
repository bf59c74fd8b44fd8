"""Many seeds of a world around a start, summed up by window: bias, coverage, days named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from event_world import EventWorld, draw_event_world, draw_stops

from models.therapies.event_time.event_study import ADJUSTED, CHANGE, EventStudy, event_study
from models.therapies.event_time.event_trial import LAST_BEFORE, read_event_trial
from models.therapies.event_time.response_time import response_time
from models.therapies.event_time.window_estimates import ByWindow
from models.therapies.stopping.after_stop import ON_COURSE, after_stop

N_PEOPLE = 2000
EFFECT, NOTHING = EventWorld(N_PEOPLE, effect=-2.0), EventWorld(N_PEOPLE)
HIDDEN = EventWorld(N_PEOPLE, hidden=0.15)
LOST = (1 / 3, 2 / 3, 1.0, 1.0, 1.0, 1.0)
"""Share of the effect that is gone in windows 0 to 5 after a stop."""


@cache
def studies(world: EventWorld, first: int, seeds: int) -> list[EventStudy]:
    """The event study of each seed from ``first`` on."""
    return [
        event_study(read_event_trial(draw_event_world(world, seed)))
        for seed in range(first, first + seeds)
    ]


@cache
def stops(effect: float, first: int, seeds: int) -> list[ByWindow]:
    """What follows a stop in each seed."""
    return [
        after_stop(
            read_event_trial(draw_stops(effect, N_PEOPLE, seed), LAST_BEFORE, also=(ON_COURSE,))
        )[1]
        for seed in range(first, first + seeds)
    ]


def by_window(found: Sequence[ByWindow], truth: Mapping[int, float]) -> dict[int, dict[str, float]]:
    """Per window the bias, the spread of the estimates, their mean error, and the coverage."""
    summed = {}
    for window, planted in truth.items():
        apart = np.array([one[window].estimate - planted for one in found])
        inside = [one[window].ci_low <= planted <= one[window].ci_high for one in found]
        summed[window] = {
            "bias": float(apart.mean()),
            "spread": float(apart.std(ddof=1)),
            "error": float(np.mean([one[window].standard_error for one in found])),
            "covered": sum(inside),
        }
    return summed


def in_band(found: Sequence[ByWindow], truth: Mapping[int, float]) -> int:
    """In how many seeds the band holds the truth in every window."""
    return sum(
        all(one[w].band_low <= planted <= one[w].band_high for w, planted in truth.items())
        for one in found
    )


def days_named(found: Sequence[EventStudy]) -> list[int | None]:
    """The time to response of each seed."""
    return [response_time(one.effect).from_day for one in found]


def summary(world: EventWorld, first: int, seeds: int) -> dict[str, Any]:
    """Everything that is promised of a world, as numbers."""
    found = studies(world, first, seeds)
    named = days_named(found)
    truth = world.truth
    return {
        "seeds": seeds,
        ADJUSTED: by_window([study.effect[ADJUSTED] for study in found], truth),
        CHANGE: by_window([study.effect[CHANGE] for study in found], truth),
        "before_after": by_window([study.before_after for study in found], truth),
        "band": in_band([study.effect[ADJUSTED] for study in found], truth),
        "named": {str(day): named.count(day) for day in (None, 0, 28, 56, 84, 112)},
    }
