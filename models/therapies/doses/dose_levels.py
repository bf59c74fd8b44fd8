"""How many sessions people had in the first month, in levels with enough people in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MANY = 4
"""Sessions from which no further difference is made: a weekly course has four in 28 days."""


@dataclass(frozen=True)
class DoseLevel:
    """From so many to so many sessions; no ``high`` where there is no upper end."""

    low: int
    high: int | None

    @property
    def label(self) -> str:
        """The level in words: 2, 2 to 3, or 4 or more."""
        if self.high is None:
            return f"{self.low} or more"
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


def dose_levels(sessions: npt.NDArray[np.int64], fewest: int) -> tuple[DoseLevel, ...]:
    """The levels 1, 2, 3 and 4 or more, joined until each holds ``fewest`` of these people.

    The level with the fewest people is joined with the smaller of its neighbours, the lower of two
    alike; only counts are looked at, never outcomes. One level is left where people are few or all
    alike, none without people. Raises ValueError for fewer than one session.
    """
    if len(sessions) == 0:
        return ()
    if sessions.min() < 1:
        raise ValueError("somebody without a session has no dose")
    counts = np.bincount(np.minimum(sessions, MANY), minlength=MANY + 1)[1:].tolist()
    spans = [(low, low) for low in range(1, MANY + 1)]
    while len(spans) > 1 and min(counts) < fewest:
        least = counts.index(min(counts))
        sides = [side for side in (least - 1, least + 1) if 0 <= side < len(counts)]
        joined = min(sides, key=lambda side: (counts[side], side))
        first, second = min(least, joined), max(least, joined)
        spans[first : second + 1] = [(spans[first][0], spans[second][1])]
        counts[first : second + 1] = [counts[first] + counts[second]]
    return tuple(DoseLevel(low, None if high == MANY else high) for low, high in spans)


def level_of(sessions: npt.NDArray[np.int64], levels: Sequence[DoseLevel]) -> npt.NDArray[np.int64]:
    """The place of each person's level (people,)."""
    lows = np.array([level.low for level in levels])
    return np.asarray(np.searchsorted(lows, sessions, side="right") - 1, dtype=np.int64)
