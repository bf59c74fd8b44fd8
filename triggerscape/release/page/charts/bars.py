"""Pairs of bars in percent, one pair per row; rows without numbers say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from triggerscape.release.page.charts.drawing import (
    ACCENT,
    INK,
    MUTED,
    TEXT_PIXELS,
    Drawing,
    axis_below,
    drawing,
    of_site,
    site_note,
    specification,
)

_LABEL_PIXELS, _PLOT_PIXELS, _ROW_PIXELS = 96, 238, 28
_MARGINS = {"left": _LABEL_PIXELS, "right": 20, "top": 8, "bottom": 48}


@dataclass(frozen=True)
class BarRow:
    """One site: two shares in percent, or words where there is no bar to see."""

    label: str
    upper: float | None
    lower: float | None
    reason: str


def bars(rows: Sequence[BarRow], *, name: str, title: str) -> Drawing:
    """The rows from top to bottom as one drawing, 354 pixels wide."""
    shares = [value for row in rows for value in (row.upper, row.lower) if value is not None]
    largest = max(shares, default=1.0)
    end = next((stop for stop in (1, 2, 5, 10, 20, 50) if stop >= largest), 100)
    axis = axis_below([0, end / 2, end], "percent of rows received")
    x = alt.X("zero:Q", scale=alt.Scale(domain=[0, end], nice=False), axis=axis)
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    layers: list[Any] = [
        _bar(rows, [row.upper for row in rows], x, y, color=ACCENT, offset=-4),
        _bar(rows, [row.lower for row in rows], x, y, color=MUTED, offset=4),
        _words(rows, [row.label for row in rows], y, at=-10, align="right", color=INK),
        _words(rows, [row.reason for row in rows], y, at=4, align="left", color=MUTED),
    ]
    chart = alt.layer(*layers).properties(width=_PLOT_PIXELS, height=_ROW_PIXELS * len(rows))
    described = "; ".join(_sentence(row) for row in rows)
    laid_out = specification(chart, _MARGINS)
    return drawing(laid_out, name=name, title=title, description=described)


def _bar(
    rows: Sequence[BarRow], shares: list[float | None], x: Any, y: Any, *, color: str, offset: int
) -> Any:
    values = [
        {"row": i, "zero": 0, "share": share, "site": site_note(rows[i].label)}
        for i, share in enumerate(shares)
        if share is not None
    ]
    base = alt.Chart(alt.InlineData(values=values))
    return base.mark_rule(
        color=color, strokeWidth=6, yOffset=offset, y2Offset=offset, opacity=1
    ).encode(x=x, x2="share:Q", y=y, description=of_site("site"))


def _words(
    rows: Sequence[BarRow],
    texts: list[str],
    y: Any,
    *,
    at: int,
    align: Literal["left", "right"],
    color: str,
) -> Any:
    values = [
        {"row": i, "text": text, "site": site_note(rows[i].label)} for i, text in enumerate(texts)
    ]
    return (
        alt.Chart(alt.InlineData(values=values))
        .mark_text(align=align, baseline="middle", color=color, fontSize=TEXT_PIXELS)
        .encode(x=alt.value(at), y=y, text="text:N", description=of_site("site"))
    )


def _sentence(row: BarRow) -> str:
    if row.upper is None or row.lower is None:
        return f"{row.label}: {row.reason}"
    return f"{row.label}: {row.upper:.1f} percent refused, {row.lower:.1f} percent sent twice"
