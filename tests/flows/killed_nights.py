"""Two nights of three clinics, step by step: how each begins, what it does, what it leaves."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import three_clinics
from killed_runs import Ended, WarmRuns
from three_clinics import first_night, second_night
from whole_state import whole_state

STEPS = ("ingest", "validate", "build", "train", "publish")
# Of what is done very often, and is nothing to a file that other events do not tell of.
_NEVER_DRAWN = ("before COMMENT", "after COMMENT")


@dataclass(frozen=True)
class Walked:
    """One step of one night, never killed: the workspace before it, its events, what it left."""

    night: int
    step: str
    before: Path
    events: tuple[str, ...]
    after: dict[str, str]

    @property
    def words(self) -> tuple[str, ...]:
        """The command that does this step alone."""
        restated = ("--restate", three_clinics.RESTATED) if self.night == 2 else ()
        return ("run", "--from", self.step, "--to", self.step, *restated)

    def drawn(self, turn: int, number: int) -> list[int]:
        """So many events of a turn, always the same: every kind of event has the same chance."""
        kinds: dict[str, list[int]] = defaultdict(list)
        for place, event in enumerate(self.events, start=1):
            what = event.partition(" ")[2]
            if not what.startswith(_NEVER_DRAWN):
                kinds[_kind_of(what)].append(place)
        draws = random.Random(f"{self.night} {self.step} {turn}")
        return [draws.choice(kinds[draws.choice(sorted(kinds))]) for _ in range(number)]


def _kind_of(what: str) -> str:
    """What is done to which kind of place: renames in the lake are not those of a release."""
    words = what.split()
    if words[0] in ("before", "after"):
        return " ".join(words[:2])
    place = Path(words[-1])
    return f"{words[0]} {place.parent.name.split('=')[0]} {place.suffix}"


class Nights:
    """Both nights, walked as far as is asked for."""

    def __init__(self, runs: WarmRuns, folder: Path) -> None:
        self._runs = runs
        self._folder = folder
        self._home = first_night(folder / "workspace")
        self._walked: dict[tuple[int, str], Walked] = {}

    def walked(self, night: int, step: str) -> Walked:
        """A step of a night, once all before it were walked."""
        for place in ((one, name) for one in (1, 2) for name in STEPS):
            if place not in self._walked:
                self._walked[place] = self._walk(*place)
            if place == (night, step):
                break
        return self._walked[night, step]

    def _walk(self, night: int, step: str) -> Walked:
        if (night, step) == (2, STEPS[0]):
            second_night(self._home, self._folder / "workspace-later.csv")
        before = Path(shutil.copytree(self._home, self._folder / f"before-{step}-{night}"))
        one = Walked(night, step, before, (), {})
        ended = self._runs.do(self._home, *one.words)
        assert ended.code == 0, ended.said
        return replace(one, events=ended.events, after=whole_state(self._home))


def killed_and_ended(
    runs: WarmRuns, one: Walked, home: Path, kills: list[tuple[int, float]]
) -> list[Ended]:
    """A step killed at each of these events in turn, then let go to its end; how each try ended."""
    tries = []
    for at, wait in kills:
        tries.append(runs.do(home, *one.words, at=at, wait=wait))
        if not tries[-1].is_killed:
            break  # so little was left to do that the event never came
    tries.append(runs.do(home, *one.words))
    return tries
