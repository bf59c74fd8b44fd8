"""The XmR chart of a series of printed windows: its centre, its limits, and where it signals.

An XmR chart (Shewhart; Wheeler, Understanding Variation) asks whether a number moves more than it
does from one time to the next anyway. It takes that variation as it finds it: a start of few people
makes limits wide for good, and people lost later make windows vary beyond them. The four rules are
those of Provost and Murray, The Health Care Data Guide; NHS England's Making Data Count asks for 7
in a row where they ask for 8 on one side and 6 rising or falling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

BASELINE, FEWEST = 8, 6
"""Centre and limits come from the first 8 windows; from 6 on they are drawn before that."""
LIMIT = 2.66
"""Three standard deviations in mean moving ranges: 3 / 1.128."""
ONE_SIDE, RISING = 8, 6
FALSE_ALARMS = (0.038, 0.047, 0.051, 0.055, 0.059, 0.063, 0.069, 0.075, 0.077)
"""Share of series that change in nothing, and signal at the first window judged, the second and so
on, the last share standing for all later ones. Measured on 20,000 series of independent normal
values; most of it is that 8 windows tell centre and limits roughly."""
_EQUAL = 1e-9


@dataclass(frozen=True)
class Point:
    """One printed window: its number, its value, and the step that the value was rounded to."""

    window: int
    value: float
    step: float


@dataclass(frozen=True)
class Judgement:
    """What the chart says of one window.

    ``rule`` is the first rule that fires, empty where none does; ``direction`` is 1 for higher, -1
    for lower and 0 for neither. Windows of the baseline are not judged: a rule that fires there
    says that the series moved before it could be judged. Centre and limits are None where the
    baseline has fewer than 6 windows.
    """

    center: float | None
    low: float | None
    high: float | None
    windows_in_baseline: int
    is_judged: bool
    direction: int = 0
    rule: str = ""


def judgements(
    points: Sequence[Point],
    lowest: float | None = None,
    highest: float | None = None,
    *,
    first: int = BASELINE,
) -> list[Judgement]:
    """One judgement per point, in their order; points are in time order.

    Centre: mean of the ``first`` points. Limits: centre -+ 2.66 times the mean distance between one
    point of these and the next, cut to ``lowest`` and ``highest``, and at least one printed step
    away: values that rounding alone may have moved apart never signal. A point is judged by itself
    and by points before it, so a later one changes nothing. Where a window is missing, no run goes
    on across it; distances between points do, and can only be the larger for it.
    """
    baseline = points[:first]
    if len(baseline) < FEWEST:
        return [Judgement(None, None, None, len(baseline), is_judged=False) for _ in points]
    center = fmean(point.value for point in baseline)
    spread = fmean(abs(b.value - a.value) for a, b in pairwise(baseline))
    coarsest = max(point.step for point in baseline)
    halves = [max(LIMIT * spread, coarsest, point.step) for point in points]
    told = []
    for place, half in enumerate(halves):
        row = slice(_start_of_row(points, place), place + 1)
        direction, rule = _fired(points[row], center, halves[row])
        low = center - half if lowest is None else max(center - half, lowest)
        high = center + half if highest is None else min(center + half, highest)
        told.append(Judgement(center, low, high, len(baseline), place >= first, direction, rule))
    return told


def expected_false_alarms(windows_judged: Sequence[int]) -> float:
    """How many of several unchanging series signal at their newest window, by chance alone.

    ``windows_judged`` says of each series how many of its windows are judged, the newest included.
    """
    last = len(FALSE_ALARMS) - 1
    return sum(FALSE_ALARMS[min(count - 1, last)] for count in windows_judged if count > 0)


def _start_of_row(points: Sequence[Point], place: int) -> int:
    """Where the unbroken windows up to this place begin."""
    while place > 0 and points[place - 1].window == points[place].window - 1:
        place -= 1
    return place


def _fired(row: Sequence[Point], center: float, halves: Sequence[float]) -> tuple[int, str]:
    """Direction and words of the first rule that fires at the last point of an unbroken row."""
    far = [point.value - center for point in row]
    beyond = [_side(d, half) for d, half in zip(far, halves, strict=True)]
    outer = [_side(d, half * 2 / 3) for d, half in zip(far, halves, strict=True)]
    side = [_side(d, point.step / 2) for d, point in zip(far, row, strict=True)]
    climbs = [_side(b.value - a.value, max(a.step, b.step) / 2) for a, b in pairwise(row)]
    rules: tuple[tuple[Callable[[], int], str], ...] = (
        (lambda: beyond[-1], "beyond a limit"),
        (lambda: _all_alike(side, ONE_SIDE), f"{ONE_SIDE} in a row on one side of the centre"),
        (lambda: _all_alike(climbs, RISING - 1), f"{RISING} in a row rising or falling"),
        (lambda: _two_of_three(outer), "2 of 3 beyond two thirds of the way to a limit"),
    )
    return next(((found, words) for rule, words in rules if (found := rule())), (0, ""))


def _side(distance: float, least: float) -> int:
    """1 or -1 for what lies further above or below than ``least``, else 0."""
    return int(distance > least + _EQUAL) - int(distance < -least - _EQUAL)


def _all_alike(sides: Sequence[int], count: int) -> int:
    last = set(sides[-count:])
    return last.pop() if len(sides) >= count and len(last) == 1 else 0


def _two_of_three(sides: Sequence[int]) -> int:
    """The side of the last, where another of the last three is on it too."""
    return sides[-1] if sides[-1] and list(sides[-3:]).count(sides[-1]) >= 2 else 0
