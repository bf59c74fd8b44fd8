"""One chart per comparison: migraine days around a start, observed and had it not been."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from triggerscape.release.page.charts.drawing import (
    ACCENT,
    BAND,
    INK,
    MUTED,
    Drawing,
    axis_below,
    axis_beside,
    drawing,
    specification,
)

DAYS = 28
_WIDTH, _HEIGHT = 304, 150
_MARGINS = {"left": 34, "right": 16, "top": 10, "bottom": 48}
_TICKS = (-168.0, -84.0, 0.0, 84.0, 168.0)
_SPARE = 0.5


@dataclass(frozen=True)
class EventPoint:
    """One window: migraine days observed and expected, and the ends of what is expected."""

    window: int
    observed: float
    expected: float | None
    low: float | None
    high: float | None


def event_charts(comparisons: Mapping[str, Sequence[EventPoint]]) -> dict[str, Drawing]:
    """Each comparison as a drawing 354 pixels wide, all on the same axes.

    The scale holds every line; where people are few the shade may run out of it.
    """
    values = [
        value
        for points in comparisons.values()
        for point in points
        for value in (point.observed, point.expected)
        if value is not None
    ]
    if not values:
        return {}
    low, high = math.floor(min(values) - _SPARE), math.ceil(max(values) + _SPARE)
    chart = specification(_chart(float(max(low, 0)), float(high)), _MARGINS)
    return {
        title: drawing(
            {**chart, "datasets": _numbers(points)},
            name=f"response-{position}",
            title=title,
            description=_described(points),
        )
        for position, (title, points) in enumerate(comparisons.items())
    }


def _chart(low: float, high: float) -> Any:
    x = alt.X(
        "day:Q",
        scale=alt.Scale(domain=[_TICKS[0], _TICKS[-1]], nice=False),
        axis=axis_below(list(_TICKS), "days from the start"),
    )
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    axis = axis_beside([low, (low + high) / 2, high])
    shade = alt.Chart(alt.NamedData("shade")).mark_area(color=BAND, opacity=1, clip=True)
    expected = alt.Chart(alt.NamedData("expected")).mark_line(
        color=INK, strokeDash=[4, 3], strokeWidth=1.5, clip=True
    )
    observed = alt.Chart(alt.NamedData("observed"))
    start = alt.Chart(alt.NamedData("start")).mark_rule(color=MUTED, strokeWidth=1)
    y = alt.Y("days:Q", scale=scale, axis=axis)
    return alt.layer(
        shade.encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"),
        start.encode(x=x),
        observed.mark_line(color=ACCENT, strokeWidth=2).encode(x=x, y=y),
        observed.mark_circle(color=ACCENT, size=22, opacity=1).encode(x=x, y=y),
        expected.encode(x=x, y=y),
    ).properties(width=_WIDTH, height=_HEIGHT)


def _numbers(points: Sequence[EventPoint]) -> dict[str, list[dict[str, float | None]]]:
    return {
        "observed": [{"day": _middle(p), "days": p.observed} for p in points],
        "expected": [
            {"day": _middle(p), "days": p.expected} for p in points if p.expected is not None
        ],
        "shade": [
            {"day": _middle(p), "low": p.low, "high": p.high} for p in points if p.low is not None
        ],
        "start": [{"day": 0.0}],
    }


def _middle(point: EventPoint) -> float:
    return point.window * DAYS + DAYS / 2


def _described(points: Sequence[EventPoint]) -> str:
    said = []
    for point in points:
        first = point.window * DAYS
        beside = "" if point.expected is None else f", {point.expected:.1f} expected"
        said.append(f"days {first} to {first + DAYS - 1}: {point.observed:.1f} observed{beside}")
    return "; ".join(said)
