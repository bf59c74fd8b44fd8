"""The menstrual cycle: bleeding days, the menstrual window and the ovulation window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from triggerscape.cohort.setting.draws import BoolArray, Luck

WINDOW = range(-2, 4)  # days around the first day of bleeding
OVULATION = range(-16, -11)  # days before the next first day of bleeding
_MARGIN = 45  # a cycle that begins after the last day still casts its windows back


@dataclass(frozen=True)
class Cycle:
    """Three yes-or-no series of shape (days, people)."""

    bleeding: BoolArray
    menses_window: BoolArray
    ovulation_window: BoolArray


def make_cycles(cycling: BoolArray, days: int, luck: Luck) -> Cycle:
    """Draw cycles of 21 to 38 days: a usual length per person, a few days' play per cycle."""
    draws = luck.stream("cycle")
    size = len(cycling)
    usual = draws.normal(28.5, 1.8, size)
    first = np.zeros((days + _MARGIN, size), dtype=bool)
    bleeding = np.zeros_like(first)
    start = np.floor(draws.random(size) * 28).astype(np.int64)
    everyone = np.arange(size)
    while (start < days + _MARGIN).any():
        inside = cycling & (start < days + _MARGIN)
        first[start[inside], everyone[inside]] = True
        length = draws.integers(3, 7, size)
        for day in range(6):
            on = inside & (day < length) & (start + day < days + _MARGIN)
            bleeding[start[on] + day, everyone[on]] = True
        start = start + np.clip(np.round(usual + draws.normal(0, 2, size)), 21, 38).astype(np.int64)
    return Cycle(
        bleeding=bleeding[:days],
        menses_window=_around(first, WINDOW)[:days],
        ovulation_window=_around(first, OVULATION)[:days],
    )


def _around(first: BoolArray, offsets: range) -> BoolArray:
    near = np.zeros_like(first)
    for offset in offsets:
        if offset < 0:
            near[:offset] |= first[-offset:]
        else:
            near[offset:] |= first[: len(first) - offset]
    return near
