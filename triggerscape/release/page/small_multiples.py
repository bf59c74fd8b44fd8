"""One small chart per site: its own line and interval against the middle of all sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import altair as alt

from triggerscape.release.page.drawing import (
    ACCENT,
    BAND,
    LINE,
    MUTED,
    TEXT_PIXELS,
    TICK_TEXT,
    drawing,
)
from triggerscape.release.page.wording import Row

_WIDTH, _HEIGHT = 128, 84
_MARGINS = {"left": 24, "right": 12, "top": 8, "bottom": 22}


def site_chart(
    rows: Sequence[Row], middle: Mapping[int, float], top: int, *, name: str, title: str
) -> str:
    """The windows of one site as an SVG of 164 by 114 pixels; ``top`` is the end of the y axis."""
    windows = [*middle, *(row["window_index"] for row in rows)]
    first, last = min(windows), max(windows)
    x_scale = alt.Scale(domain=[first - 0.5, last + 0.5], nice=False)
    y_scale = alt.Scale(domain=[0, top], nice=False)
    x = alt.X("window:Q", scale=x_scale, axis=None)
    y_axis = _y_axis(top)
    y = {end: alt.Y(f"{end}:Q", scale=y_scale, axis=y_axis) for end in ("low", "middle")}
    layers: list[Any] = [
        alt.Chart(_values([{"window": w, "middle": v} for w, v in middle.items()]))
        .mark_line(color=MUTED, strokeDash=[3, 3], strokeWidth=1)
        .encode(x=x, y=y["middle"]),
        *_own(_runs(rows), x, y),
        _base_line(rows, x_scale, first, last),
    ]
    hidden = [{"window": row["window_index"]} for row in rows if row["status"] == "c"]
    if hidden:
        squares = alt.Chart(_values(hidden)).mark_square(color=MUTED, size=16, opacity=1)
        layers.append(squares.encode(x=x, y=alt.value(_HEIGHT)))
    chart = alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT)
    shown = sum(row["estimate"] is not None for row in rows)
    described = f"{shown} of {len(rows)} windows shown, {len(hidden)} hidden"
    return drawing(chart, name=name, title=title, description=described, margins=_MARGINS)


def _own(runs: list[list[Row]], x: Any, y: dict[str, Any]) -> list[Any]:
    """Line, interval and dots; a window without a number breaks the line."""
    layers: list[Any] = []
    for run in runs:
        points = [
            {
                "window": row["window_index"],
                "middle": row["estimate"],
                "low": row["ci_low"] if row["ci_low"] is not None else row["estimate"],
                "high": row["ci_high"] if row["ci_high"] is not None else row["estimate"],
            }
            for row in run
        ]
        base = alt.Chart(_values(points)).encode(x=x)
        area = base.mark_area(color=BAND, opacity=1, clip=True)
        layers.append(area.encode(y=y["low"], y2="high:Q"))
        layers.append(base.mark_line(color=ACCENT, strokeWidth=2, clip=True).encode(y=y["middle"]))
        if len(run) == 1:
            # One window alone has no line and no area; its interval is drawn as a stroke.
            stroke = base.mark_rule(color=ACCENT, strokeWidth=1, clip=True)
            layers.append(stroke.encode(y=y["low"], y2="high:Q"))
        dots = base.mark_circle(color=ACCENT, size=12, opacity=1, clip=True)
        layers.append(dots.encode(y=y["middle"]))
    return layers


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    runs: list[list[Row]] = []
    previous = None
    for row in rows:
        if row["estimate"] is None:
            continue
        if previous is None or row["window_index"] != previous + 1:
            runs.append([])
        runs[-1].append(row)
        previous = row["window_index"]
    return runs


def _base_line(rows: Sequence[Row], x_scale: alt.Scale, first: int, last: int) -> Any:
    starts = {row["window_index"]: row["window_start"] for row in rows}
    rule = alt.Chart(_values([{"low": first - 0.5, "high": last + 0.5}])).mark_rule(color=LINE)
    base = rule.encode(
        x=alt.X("low:Q", scale=x_scale, axis=None), x2="high:Q", y=alt.value(_HEIGHT)
    )
    return alt.layer(
        base, *_month(starts.get(first), 0, "left"), *_month(starts.get(last), _WIDTH, "right")
    )


def _month(start: date | None, at: int, align: Literal["left", "right"]) -> list[Any]:
    if start is None:
        return []
    text = alt.Chart(_values([{"text": f"{start:%b %Y}"}]))
    mark = text.mark_text(align=align, color=MUTED, fontSize=TEXT_PIXELS)
    return [mark.encode(x=alt.value(at), y=alt.value(_HEIGHT + 14), text="text:N")]


def _y_axis(top: int) -> alt.Axis:
    return alt.Axis(
        values=[0, top / 2, top],
        title=None,
        labelExpr=TICK_TEXT,
        domain=False,
        ticks=False,
        labelColor=MUTED,
        labelFontSize=TEXT_PIXELS,
        labelOverlap=False,
        gridColor=LINE,
    )


def _values(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)
