"""What a control chart adds to a small chart: centre, limits, and triangles where it signals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from triggerscape.release.page.charts.drawing import INK, MUTED
from triggerscape.release.page.wording import Row

_TRIANGLES = {
    "signal_down": ("triangle-down", frozenset({"better", "lower"})),
    "signal_up": ("triangle-up", frozenset({"worse", "higher"})),
}


def signal_layers(x: alt.X, y_scale: alt.Scale) -> list[Any]:
    """Lines of the centre and both limits, and triangles that point down or up, for alt.layer.

    Shapes tell the direction, so that no colour has to; the data come from ``signal_numbers``.
    """
    chart = alt.Chart(alt.NamedData("control")).encode(x=x)
    y = {end: alt.Y(f"{end}:Q", scale=y_scale) for end in ("center", "low", "high", "middle")}
    center = chart.mark_line(color=MUTED, strokeWidth=1, clip=True).encode(y=y["center"])
    limit = chart.mark_line(color=MUTED, strokeWidth=1, strokeDash=[1, 2], clip=True)
    marks = [
        alt.Chart(alt.NamedData(name))
        .mark_point(shape=shape, filled=True, color=INK, size=44, opacity=1, clip=True)
        .encode(x=x, y=y["middle"])
        for name, (shape, _) in _TRIANGLES.items()
    ]
    return [center, limit.encode(y=y["low"]), limit.encode(y=y["high"]), *marks]


def signal_numbers(rows: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
    """The data of these layers by name, from rows of pub.burden_signal of one site."""
    control = [
        {
            "window": row["window_index"],
            "center": row["center"],
            "low": row["limit_low"],
            "high": row["limit_high"],
        }
        for row in rows
        if row["center"] is not None
    ]
    marked = {
        name: [
            {"window": row["window_index"], "middle": row["estimate"]}
            for row in rows
            if row["signal"] in words
        ]
        for name, (_, words) in _TRIANGLES.items()
    }
    return {"control": control, **marked}
