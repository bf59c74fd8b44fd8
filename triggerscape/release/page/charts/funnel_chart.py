"""A funnel: the ratio of every site by its size, between limits that widen where people are few."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from triggerscape.release.page.charts.drawing import (
    ACCENT,
    BAND,
    INK,
    MUTED,
    TEXT_PIXELS,
    Drawing,
    axis_below,
    axis_beside,
    drawing,
    of_site,
    site_note,
    specification,
)
from triggerscape.release.page.charts.label_places import PLACES, label_places

_WIDTH, _HEIGHT = 298, 200
_MARGINS = {"left": 40, "right": 16, "top": 10, "bottom": 48}
_PEOPLE = tuple(float(step * 10**power) for power in range(6) for step in (1, 2, 5))
_SPARE = 1.2
_RATIOS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0)
_ROOM = 20.0
"""Pixels that two marks of the ratio axis keep between them."""


@dataclass(frozen=True)
class FunnelPoint:
    """One site: its people, its ratio with the interval, and the limits of the funnel there.

    Pairs are low and high; ``is_beyond`` is true outside the 95% limits.
    """

    site: str
    people: int
    ratio: float
    interval: tuple[float, float]
    limits_95: tuple[float, float]
    limits_998: tuple[float, float]
    is_beyond: bool


def funnel_chart(points: Sequence[FunnelPoint], *, name: str, title: str) -> Drawing:
    """The sites as a drawing 354 pixels wide; those beyond the limits have their name beside."""
    ordered = sorted(points, key=lambda point: (point.people, point.site))
    people = (ordered[0].people / _SPARE, ordered[-1].people * _SPARE)
    values = [v for p in ordered for v in (p.ratio, *p.interval, *p.limits_998)]
    low, high = min(*values, 0.95) * 0.98, max(*values, 1.05) * 1.02
    x = alt.X(
        "people:Q",
        scale=alt.Scale(type="log", domain=list(people), nice=False),
        axis=axis_below(_people_ticks(*people), "people (log scale)"),
    )
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    axis = axis_beside(_ratio_ticks(low, high))
    y = {end: alt.Y(f"{end}:Q", scale=scale, axis=axis) for end in ("low", "ratio")}
    layers = [*_limits(ordered, x, y), *_sites(ordered, x, y)]
    layers += _names(ordered, x, y["ratio"], (low, high), people)
    chart = alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)
    described = "; ".join(_sentence(point) for point in ordered)
    laid_out = specification(chart, _MARGINS)
    return drawing(laid_out, name=name, title=title, description=described)


def _limits(points: Sequence[FunnelPoint], x: Any, y: dict[str, Any]) -> list[Any]:
    """The funnel: shaded within the 95% limits, the 99.8% limits dashed, 1 as a thin line."""
    inner = [{"people": p.people, "low": p.limits_95[0], "high": p.limits_95[1]} for p in points]
    layers: list[Any] = [
        alt.Chart(_values(inner))
        .mark_area(color=BAND, opacity=1)
        .encode(x=x, y=y["low"], y2="high:Q")
    ]
    limits = ([p.limits_95 for p in points], [p.limits_998 for p in points])
    for pairs, dash in zip(limits, ([1, 0], [4, 3]), strict=True):
        rows = [
            {"people": point.people, "ratio": pair[side], "side": side}
            for side in (0, 1)
            for point, pair in zip(points, pairs, strict=True)
        ]
        limit = alt.Chart(_values(rows)).encode(x=x, y=y["ratio"], detail="side:N")
        # One site alone has no line from site to site; its limits are drawn as two ticks.
        is_alone = len(points) == 1
        layers.append(
            limit.mark_point(shape="stroke", color=MUTED, size=150, strokeDash=dash, opacity=1)
            if is_alone
            else limit.mark_line(color=MUTED, strokeWidth=1, strokeDash=dash)
        )
    expected = alt.Chart(_values([{"ratio": 1.0}])).mark_rule(color=MUTED, strokeWidth=1)
    return [*layers, expected.encode(y=y["ratio"])]


def _sites(points: Sequence[FunnelPoint], x: Any, y: dict[str, Any]) -> list[Any]:
    """A dot and its interval per site, blue where it lies beyond the 95% limits."""
    layers: list[Any] = []
    for beyond, color in ((False, INK), (True, ACCENT)):
        rows = [
            {
                "people": point.people,
                "ratio": point.ratio,
                "low": point.interval[0],
                "high": point.interval[1],
                "note": site_note(point.site),
            }
            for point in points
            if point.is_beyond is beyond
        ]
        if rows:
            sites = alt.Chart(_values(rows)).encode(x=x, description=of_site("note"))
            line = sites.mark_rule(color=color, strokeWidth=1)
            dot = sites.mark_circle(color=color, size=50, opacity=1)
            layers += [line.encode(y=y["low"], y2="high:Q"), dot.encode(y=y["ratio"])]
    return layers


def _names(
    points: Sequence[FunnelPoint],
    x: Any,
    y: Any,
    ends: tuple[float, float],
    people: tuple[float, float],
) -> list[Any]:
    """The names of the sites beyond, each on a side where there is room."""

    def across(point: FunnelPoint) -> float:
        return _WIDTH * math.log(point.people / people[0]) / math.log(people[1] / people[0])

    def down(ratio: float) -> float:
        return _HEIGHT * math.log(ends[1] / ratio) / math.log(ends[1] / ends[0])

    beyond = [point for point in points if point.is_beyond]
    lines = [(across(p), down(p.interval[1]), down(p.interval[0])) for p in points]
    named = [(across(point), down(point.ratio), point.site) for point in beyond]
    chosen = label_places(named, lines, _WIDTH, _HEIGHT)
    layers = []
    for place in PLACES:
        rows = [
            {"people": point.people, "ratio": point.ratio, "site": point.site}
            for point, its in zip(beyond, chosen, strict=True)
            if its == place
        ]
        if rows:
            words = alt.Chart(_values(rows)).mark_text(
                align=place.align,
                baseline="middle",
                dx=place.dx,
                dy=place.dy,
                color=INK,
                fontSize=TEXT_PIXELS,
            )
            layers.append(words.encode(x=x, y=y, text="site:N"))
    return layers


def _people_ticks(low: float, high: float) -> list[float]:
    """Round numbers of people between the ends, or the middle where none is round."""
    return [stop for stop in _PEOPLE if low <= stop <= high] or [round(math.sqrt(low * high))]


def _ratio_ticks(low: float, high: float) -> list[float]:
    """Round ratios between the ends, far enough apart to be read, 1 always among them."""
    pixel = _HEIGHT / (math.log(high) - math.log(low))
    kept = [1.0]
    for stop in sorted(_RATIOS, key=lambda ratio: abs(math.log(ratio))):
        apart = min(abs(math.log(stop / other)) * pixel for other in kept)
        if low <= stop <= high and apart >= _ROOM:
            kept.append(stop)
    return sorted(kept)


def _values(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)


def _sentence(point: FunnelPoint) -> str:
    low, high = point.limits_95
    return (
        f"{point.site}: {point.ratio:.2f} with {point.people} people, 95% limits {low:.2f} to "
        f"{high:.2f}"
    )
