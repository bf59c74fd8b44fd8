"""Forest charts: one row per estimate with its interval, hidden rows said in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from triggerscape.release.page.charts.drawing import (
    ACCENT,
    BAND,
    INK,
    MUTED,
    TEXT_PIXELS,
    Drawing,
    axis_below,
    drawing,
    specification,
)
from triggerscape.release.page.wording import Interval

_LABEL_PIXELS, _PLOT_PIXELS, _ROW_PIXELS = 164, 178, 30
_LABEL_LETTERS = 23
_LINE_PIXELS = 13
_MARGINS = {"left": _LABEL_PIXELS, "right": 12, "top": 8, "bottom": 48}


@dataclass(frozen=True)
class ForestRow:
    """One row: an estimate with its interval, perhaps another beside it, or a reason for none.

    ``anyway`` is what would have come without any effect, where that is not the line of no effect.
    """

    label: str
    interval: Interval | None
    beside: Interval | None = None
    anyway: float | None = None
    is_marked: bool = False
    reason: str = ""


@dataclass(frozen=True)
class ForestAxis:
    """The scale under the rows: title, ends, ticks, the line of no effect and a shaded margin."""

    title: str
    ends: tuple[float, float]
    ticks: tuple[float, ...]
    no_effect: float
    is_log: bool = False
    margin: tuple[float, float] | None = None


def ratio_axis(values: Sequence[float]) -> ForestAxis:
    """A logarithmic axis around 1 that holds the values, from at most a quarter to eight."""
    stops = (0.25, 0.5, 0.67, 1.0, 1.5, 2.0, 4.0, 8.0)
    low = max((s for s in stops[:3] if s <= min(values, default=1.0)), default=stops[0])
    high = min((s for s in stops[4:] if s >= max(values, default=1.0)), default=stops[-1])
    is_wide = high / low > 6
    ticks = tuple(s for s in stops if low <= s <= high and not (is_wide and s in {0.67, 1.5}))
    return ForestAxis("rate ratio (log scale)", (low, high), ticks, no_effect=1.0, is_log=True)


def difference_axis(values: Sequence[float], margin: float, title: str) -> ForestAxis:
    """A symmetric axis around 0 that holds the values, with ± margin shaded."""
    largest = max([abs(value) for value in values] + [2 * margin])
    end = next(step for step in (1, 2, 3, 4, 6, 8, 12, 16, 28) if step >= largest)
    step = end / 2
    ticks = (-end, -step, 0.0, step, float(end))
    return ForestAxis(title, (-end, end), ticks, no_effect=0.0, margin=(-margin, margin))


def forest(
    rows: Sequence[ForestRow], axis: ForestAxis, *, name: str, title: str, lines: int = 2
) -> Drawing:
    """The rows from top to bottom as one drawing, 354 pixels wide so that it fits a telephone.

    A label takes at most ``lines`` lines; with more than two of them the rows are taller.
    """
    height = _ROW_PIXELS + max(0, lines - 2) * _LINE_PIXELS
    chart = alt.layer(*_layers(rows, axis, lines)).properties(
        width=_PLOT_PIXELS, height=height * len(rows)
    )
    described = "; ".join(_sentence(row) for row in rows)
    laid_out = specification(chart, _MARGINS)
    return drawing(laid_out, name=name, title=title, description=described)


def _layers(rows: Sequence[ForestRow], axis: ForestAxis, lines: int) -> list[Any]:
    scale = alt.Scale(type="log" if axis.is_log else "linear", domain=list(axis.ends), nice=False)
    under = axis_below(list(axis.ticks), axis.title)
    x = {end: alt.X(f"{end}:Q", scale=scale, axis=under) for end in ("low", "middle")}
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    layers: list[Any] = []
    if axis.margin:
        band = alt.Chart(_values([{"low": axis.margin[0], "high": axis.margin[1]}]))
        layers.append(band.mark_rect(color=BAND, opacity=1).encode(x=x["low"], x2="high:Q"))
    none = alt.Chart(_values([{"middle": axis.no_effect}]))
    layers.append(none.mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x=x["middle"]))
    labels = [_wrapped(row.label, lines) for row in rows]
    layers += _words(labels, y, x=-10, align="right", color=INK)
    reasons = ["" if row.interval else row.reason for row in rows]
    layers += _words(reasons, y, x=4, align="left", color=MUTED)
    anyway = [{"row": i, "middle": r.anyway} for i, r in enumerate(rows) if r.anyway is not None]
    if anyway:
        stroke = alt.Chart(_values(anyway)).mark_tick(
            orient="vertical", color=MUTED, thickness=3, size=_LINE_PIXELS, opacity=1, clip=True
        )
        layers.append(stroke.encode(x=x["middle"], y=y))
    beside = [_point(i, row.beside) for i, row in enumerate(rows) if row.beside]
    layers += _intervals(beside, x, y, color=MUTED, shape="diamond", offset=8, filled=False)
    for marked, color in ((False, INK), (True, ACCENT)):
        points = [
            _point(i, row.interval)
            for i, row in enumerate(rows)
            if row.interval and row.is_marked is marked
        ]
        layers += _intervals(points, x, y, color=color, shape="circle", offset=-2, filled=True)
    return layers


def _intervals(
    points: list[dict[str, float | None]],
    x: dict[str, Any],
    y: Any,
    *,
    color: str,
    shape: str,
    offset: int,
    filled: bool,
) -> list[Any]:
    if not points:
        return []
    base = alt.Chart(_values(points)).encode(y=y)
    line = base.mark_rule(
        color=color, strokeWidth=2 if filled else 1, yOffset=offset, clip=True
    ).encode(x=x["low"], x2="high:Q")
    dot = base.mark_point(
        shape=shape,
        color=color,
        fill=color if filled else "var(--paper)",
        size=50 if filled else 30,
        yOffset=offset,
        opacity=1,
        clip=True,
    ).encode(x=x["middle"])
    return [line, dot]


def _words(
    texts: list[str], y: Any, *, x: int, align: Literal["left", "right"], color: str
) -> list[Any]:
    layers = []
    for lines in sorted({text.count("\n") + 1 for text in texts if text}):
        rows = [
            {"row": i, "text": text}
            for i, text in enumerate(texts)
            if text and text.count("\n") == lines - 1
        ]
        # The middle of the first line sits on the row; each more starts it half a line higher.
        words = alt.Chart(_values(rows)).mark_text(
            align=align,
            baseline="middle",
            color=color,
            dy=-(lines - 1) * _LINE_PIXELS / 2,
            fontSize=TEXT_PIXELS,
            lineBreak="\n",
            lineHeight=_LINE_PIXELS,
        )
        layers.append(words.encode(x=alt.value(x), y=y, text="text:N"))
    return layers


def _wrapped(label: str, lines: int) -> str:
    return "\n".join(textwrap.wrap(label, _LABEL_LETTERS, max_lines=lines, placeholder=" …"))


def _point(row: int, interval: Interval) -> dict[str, float | None]:
    low, middle, high = interval
    return {"row": row, "low": low, "middle": middle, "high": high}


def _values(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)


def _sentence(row: ForestRow) -> str:
    if row.interval is None:
        return f"{row.label}: {row.reason}"
    low, middle, high = row.interval
    dot = "" if middle is None else f"{middle:.2f}, "
    anyway = "" if row.anyway is None else f", {row.anyway:.1f} anyway"
    return f"{row.label}: {dot}{low:.2f} to {high:.2f}{anyway}"
