"""One chart per amount: the rate ratio along it, with its band, and where the data end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
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

Known = tuple[float, float, float]
"""The low end, the value and the high end of a ratio."""

_WIDTH, _HEIGHT = 304, 130
_MARGINS = {"left": 34, "right": 16, "top": 10, "bottom": 48}
_SPARE = 0.03
_MOST_TICKS = 7
_RATIOS = (0.25, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0, 8.0)
_STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 1e4, 1e6)


@dataclass(frozen=True)
class DoseCurve:
    """Amounts in rising order, each with its interval, or None where nothing is known.

    ``is_smooth``: one fitted line; otherwise every amount stands by itself.
    """

    name: str
    title: str
    unit: str
    reference: float
    amounts: tuple[float, ...]
    intervals: tuple[Known | None, ...]
    is_smooth: bool


def ratio_ticks(values: Sequence[float]) -> list[float]:
    """Ratios to mark, from the last one below all values to the first above, with 1 among them."""
    least, most = min(values, default=1.0), max(values, default=1.0)
    low = max((stop for stop in _RATIOS if stop <= min(least, 0.8)), default=_RATIOS[0])
    high = min((stop for stop in _RATIOS if stop >= max(most, 1.25)), default=_RATIOS[-1])
    crowded = {0.67, 0.8, 1.25} if high / low > 2 else set()
    crowded |= {1.5, 3.0} if high / low > 8 else set()
    return [s for s in _RATIOS if low <= s <= high and (s in {low, high} or s not in crowded)]


def dose_chart(curve: DoseCurve, ratios: Sequence[float]) -> Drawing:
    """The curve as a drawing 354 pixels wide; a gap in the data is bridged by dashes."""
    first, last = curve.amounts[0], curve.amounts[-1]
    spare = (last - first or 1.0) * _SPARE
    ends = [first - spare, last + spare]
    x = alt.X(
        "amount:Q",
        scale=alt.Scale(domain=ends, nice=False, zero=False),
        axis=axis_below(_ticks(curve), curve.unit),
    )
    scale = alt.Scale(type="log", domain=[ratios[0], ratios[-1]], nice=False)
    axis = axis_beside(list(ratios))
    y = {end: alt.Y(f"{end}:Q", scale=scale, axis=axis) for end in ("low", "middle")}
    layers = [*_uncertain(curve, x, y), *_marked(curve, x, y), *_known(curve, x, y)]
    chart = alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)
    return drawing(
        specification(chart, _MARGINS),
        name=curve.name,
        title=curve.title,
        description=_described(curve),
    )


def _uncertain(curve: DoseCurve, x: Any, y: dict[str, Any]) -> list[Any]:
    """The interval: a band along a line, a stroke where a point has no neighbour."""
    runs = _runs(curve)
    bands = [point for run in runs if len(run) > 1 for point in run]
    lone = [point for run in runs if len(run) == 1 for point in run]
    layers = []
    if bands:
        area = alt.Chart(_values(bands)).mark_area(color=BAND, opacity=1, clip=True)
        layers.append(area.encode(x=x, y=y["low"], y2="high:Q", detail="run:N"))
    if lone:
        stroke = alt.Chart(_values(lone)).mark_rule(color=ACCENT, strokeWidth=1.5, clip=True)
        layers.append(stroke.encode(x=x, y=y["low"], y2="high:Q"))
    return layers


def _marked(curve: DoseCurve, x: Any, y: dict[str, Any]) -> list[Any]:
    """The amount compared with and the ratio of no difference; amounts without a number."""
    reference = alt.Chart(_values([{"amount": curve.reference, "middle": 1.0}]))
    layers = [
        reference.mark_rule(color=MUTED, strokeDash=[3, 3]).encode(y=y["middle"]),
        reference.mark_rule(color=MUTED, strokeWidth=1).encode(x=x),
    ]
    unknown = [
        {"amount": amount}
        for amount, found in zip(curve.amounts, curve.intervals, strict=True)
        if found is None
    ]
    if unknown:
        squares = alt.Chart(_values(unknown)).mark_square(color=MUTED, size=20, opacity=1)
        layers.append(squares.encode(x=x, y=alt.value(_HEIGHT)))
    return layers


def _known(curve: DoseCurve, x: Any, y: dict[str, Any]) -> list[Any]:
    """The line where it is known, its bridges, the dots and the point compared with."""
    runs = _runs(curve)
    bridges = [
        {**end, "run": number}
        for number, (before, after) in enumerate(pairwise(runs))
        for end in (before[-1], after[0])
    ]
    points = [point for run in runs for point in run]
    layers = []
    if curve.is_smooth:
        for rows, dash in ((points, [1, 0]), (bridges, [3, 4])):
            if rows:
                line = alt.Chart(_values(rows)).mark_line(
                    color=ACCENT, strokeWidth=2, strokeDash=dash, clip=True
                )
                layers.append(line.encode(x=x, y=y["middle"], detail="run:N"))
    dots = alt.Chart(_values(points)).mark_circle(color=ACCENT, size=22, opacity=1, clip=True)
    at_reference = alt.Chart(_values([{"amount": curve.reference, "middle": 1.0}])).mark_point(
        shape="diamond", color=INK, fill="var(--paper)", size=70, opacity=1
    )
    return [
        *layers,
        dots.encode(x=x, y=y["middle"]),
        at_reference.encode(x=x, y=y["middle"]),
    ]


def _runs(curve: DoseCurve) -> list[list[dict[str, float | None]]]:
    """Amounts in a row that carry a number; of levels, each by itself."""
    runs: list[list[dict[str, float | None]]] = []
    is_open = False
    for amount, found in zip(curve.amounts, curve.intervals, strict=True):
        if found is None:
            is_open = False
            continue
        if not (is_open and curve.is_smooth):
            runs.append([])
        low, middle, high = found
        runs[-1].append(
            {"amount": amount, "low": low, "middle": middle, "high": high, "run": len(runs)}
        )
        is_open = True
    return runs


def _ticks(curve: DoseCurve) -> list[float]:
    """The amounts themselves where they are few, else round ones, at most seven."""
    first, last = curve.amounts[0], curve.amounts[-1]
    if len(curve.amounts) <= _MOST_TICKS:
        return list(curve.amounts)
    step = next(s for s in _STEPS if (last - first) / s < _MOST_TICKS)
    start = math.ceil(first / step)
    return [value for i in range(_MOST_TICKS) if (value := (start + i) * step) <= last]


def _values(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def _described(curve: DoseCurve) -> str:
    said = "; ".join(
        f"{amount:g}: {f'{known[1]:.2f}, {known[0]:.2f} to {known[2]:.2f}' if known else 'unknown'}"
        for amount, known in zip(curve.amounts, curve.intervals, strict=True)
    )
    return f"In {curve.unit}, compared with {curve.reference:g}. {said}"
