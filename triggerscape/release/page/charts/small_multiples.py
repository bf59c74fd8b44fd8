"""One small chart per site: its line and interval, the middle of all sites, and what signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import altair as alt

from triggerscape.release.page.charts.drawing import (
    ACCENT,
    BAND,
    MUTED,
    TEXT_PIXELS,
    Drawing,
    axis_beside,
    drawing,
    specification,
)
from triggerscape.release.page.charts.signal_marks import signal_layers, signal_numbers
from triggerscape.release.page.wording import Row, month

_WIDTH, _HEIGHT = 128, 84
_MARGINS = {"left": 24, "right": 12, "top": 8, "bottom": 22}


def site_charts(
    sites: Mapping[str, Sequence[Row]],
    middle: Mapping[int, float],
    top: int,
    signals: Mapping[str, Sequence[Row]] | None = None,
) -> dict[str, Drawing]:
    """The windows of every site as a drawing of 164 by 114 pixels; ``top`` ends the y axis.

    All sites share both axes, so one chart is put together and drawn with each site's numbers.
    ``signals`` are rows of pub.burden_signal by site: their centre and limits become lines, and a
    window that signals gets a triangle that points where the number went.
    """
    windows = [row["window_index"] for rows in sites.values() for row in rows]
    if not windows:
        return {}
    chart = specification(_chart(min(windows), max(windows), top), _MARGINS)
    judged = {site: list((signals or {}).get(site, ())) for site in sites}
    dashed = [{"window": window, "middle": value} for window, value in middle.items()]
    return {
        site: drawing(
            {
                **chart,
                "datasets": {"middle": dashed, **_numbers(rows), **signal_numbers(judged[site])},
            },
            name=f"burden-{position}",
            title=site,
            description=_described(rows, judged[site]),
        )
        for position, (site, rows) in enumerate(sites.items())
    }


def _chart(first: int, last: int, top: int) -> Any:
    x_scale = alt.Scale(domain=[first - 0.5, last + 0.5], nice=False)
    y_scale = alt.Scale(domain=[0, top], nice=False)
    axis = axis_beside([0, top / 2, top])
    x = alt.X("window:Q", scale=x_scale, axis=None)
    y = {end: alt.Y(f"{end}:Q", scale=y_scale, axis=axis) for end in ("low", "middle")}
    own, lone = (alt.Chart(alt.NamedData(name)).encode(x=x) for name in ("own", "lone"))
    area = own.mark_area(color=BAND, opacity=1, clip=True)
    line = own.mark_line(color=ACCENT, strokeWidth=2, clip=True)
    dots = own.mark_circle(color=ACCENT, size=12, opacity=1, clip=True)
    # One window alone has no line and no area; its interval is drawn as a stroke.
    stroke = lone.mark_rule(color=ACCENT, strokeWidth=1, clip=True)
    dashed = alt.Chart(alt.NamedData("middle")).mark_line(
        color=MUTED, strokeDash=[3, 3], strokeWidth=1
    )
    hidden = alt.Chart(alt.NamedData("hidden")).mark_square(color=MUTED, size=16, opacity=1)
    return alt.layer(
        area.encode(y=y["low"], y2="high:Q", detail="run:N"),
        dashed.encode(x=x, y=y["middle"]),
        line.encode(y=y["middle"], detail="run:N"),
        stroke.encode(y=y["low"], y2="high:Q"),
        dots.encode(y=y["middle"]),
        hidden.encode(x=x, y=alt.value(_HEIGHT)),
        *signal_layers(x, y_scale),
        _month("first_month", 0, "left"),
        _month("last_month", _WIDTH, "right"),
    ).properties(width=_WIDTH, height=_HEIGHT)


def _numbers(rows: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
    runs = _runs(rows)
    points = [
        {
            "window": row["window_index"],
            "middle": row["estimate"],
            "low": row["estimate"] if row["ci_low"] is None else row["ci_low"],
            "high": row["estimate"] if row["ci_high"] is None else row["ci_high"],
            "run": number,
        }
        for number, run in enumerate(runs)
        for row in run
    ]
    alone = {number for number, run in enumerate(runs) if len(run) == 1}
    return {
        "own": points,
        "lone": [point for point in points if point["run"] in alone],
        "hidden": [{"window": row["window_index"]} for row in rows if row["status"] == "c"],
        "first_month": _start(rows[0]),
        "last_month": _start(rows[-1]),
    }


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Windows in a row that carry a number; a window without one breaks the line."""
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


def _start(row: Row) -> list[dict[str, Any]]:
    start = row["window_start"]
    return [{"text": month(start) if start else f"day {28 * row['window_index']}"}]


def _month(data: str, at: int, align: Literal["left", "right"]) -> Any:
    mark = alt.Chart(alt.NamedData(data)).mark_text(align=align, color=MUTED, fontSize=TEXT_PIXELS)
    return mark.encode(x=alt.value(at), y=alt.value(_HEIGHT + 14), text="text:N")


def _described(rows: Sequence[Row], judged: Sequence[Row]) -> str:
    shown = sum(row["estimate"] is not None for row in rows)
    hidden = sum(row["status"] == "c" for row in rows)
    signalling = sum(row["signal"] not in ("baseline", "common") for row in judged)
    return f"{shown} of {len(rows)} windows shown, {hidden} hidden, {signalling} signal a change"
