"""A heat map small enough to read: every cell says its number, and a cell without one says why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from triggerscape.release.page.charts.drawing import (
    ACCENT,
    INK,
    LINE,
    MUTED,
    TEXT_PIXELS,
    Drawing,
    drawing,
    specification,
)

_LEFT, _TOP, _CELL_WIDTH, _CELL_HEIGHT = 58, 36, 97, 44
_GAP, _HATCH, _LINE_PIXELS = 2, 7, 15
_MARGINS = {"left": 0, "right": 5, "top": 4, "bottom": 4}
_DARKEST, _DOUBLED = 0.4, math.log(2)
"""Opacity of a ratio of 2 or a half and beyond; words stay readable on it."""


@dataclass(frozen=True)
class HeatCell:
    """One cell: its place, the lines of words in it, and the ratio that shades it, if it has one.

    ``is_apart``: the interval leaves out 1; such a cell has a frame.
    """

    row: int
    column: int
    words: tuple[str, ...]
    ratio: float | None
    is_apart: bool = False


@dataclass(frozen=True)
class HeatMap:
    """Rows and columns with their names, and what each of the two is."""

    name: str
    title: str
    row_title: str
    column_title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[HeatCell, ...]


def heat_chart(heat: HeatMap) -> Drawing:
    """The map as a drawing, 354 pixels wide with three columns; no ratio, and a cell is hatched."""
    width = _LEFT + _CELL_WIDTH * len(heat.columns)
    height = _TOP + _CELL_HEIGHT * len(heat.rows)
    scale = alt.Scale(domain=[0, width], nice=False)
    down = alt.Scale(domain=[height, 0], nice=False)
    x, y = alt.X("x:Q", scale=scale, axis=None), alt.Y("y:Q", scale=down, axis=None)
    layers = [_shades(heat, x, y), *_hatches(heat, x, y), *_frames(heat, x, y)]
    layers += [*_heads(heat, x, y), *_words(heat, x, y)]
    chart = alt.layer(*layers).properties(width=width, height=height)
    described = "; ".join(
        f"{heat.rows[cell.row]} {heat.row_title}, {heat.columns[cell.column]} "
        f"{heat.column_title}: {' '.join(cell.words)}"
        for cell in heat.cells
    )
    laid_out = specification(chart, _MARGINS)
    return drawing(laid_out, name=heat.name, title=heat.title, description=described)


def shade(ratio: float) -> float:
    """How dark a ratio is drawn: the further from 1, up to twice or half, the darker."""
    return round(_DARKEST * min(abs(math.log(ratio)) / _DOUBLED, 1.0), 1)


def hatch(width: float, height: float, step: float) -> list[tuple[float, float]]:
    """The turns (x, y) of one line that goes to and fro across a box, slanted, ``step`` apart."""
    turns = []
    for i in range(1, math.ceil((width + height) / step)):
        reach = i * step
        ends = [
            (min(reach, width), max(0.0, reach - width)),
            (max(0.0, reach - height), min(reach, height)),
        ]
        turns += ends if i % 2 else ends[::-1]
    return turns


def _shades(heat: HeatMap, x: Any, y: Any) -> Any:
    """Above 1 in the accent colour, below it in grey: the number in the cell says the same."""
    rows = [
        {
            **_box(cell),
            "row": heat.rows[cell.row],
            "column": heat.columns[cell.column],
            "ratio": cell.ratio,
            "colour": ACCENT if cell.ratio >= 1 else MUTED,
            "shade": shade(cell.ratio),
        }
        for cell in heat.cells
        if cell.ratio is not None
    ]
    rects = alt.Chart(_values(rows)).mark_rect(stroke=LINE, strokeWidth=1)
    return rects.encode(
        x=x,
        y=y,
        x2="x2:Q",
        y2="y2:Q",
        fill=alt.Fill("colour:N", scale=None),
        fillOpacity=alt.FillOpacity("shade:Q", scale=None),
    )


def _hatches(heat: HeatMap, x: Any, y: Any) -> list[Any]:
    turns = []
    for cell in heat.cells:
        if cell.ratio is None:
            box = _box(cell)
            turns += [
                {"x": box["x"] + across, "y": box["y"] + down, "cell": f"{cell.row}, {cell.column}"}
                for across, down in hatch(box["x2"] - box["x"], box["y2"] - box["y"], _HATCH)
            ]
    if not turns:
        return []
    rows = [{**turn, "turn": place} for place, turn in enumerate(turns)]
    line = alt.Chart(_values(rows)).mark_line(color=MUTED, strokeWidth=1, strokeOpacity=0.5)
    return [line.encode(x=x, y=y, detail="cell:N", order="turn:Q")]


def _frames(heat: HeatMap, x: Any, y: Any) -> list[Any]:
    boxes = [_box(cell) for cell in heat.cells if cell.is_apart]
    if not boxes:
        return []
    rects = alt.Chart(_values(boxes)).mark_rect(fill="transparent", stroke=INK, strokeWidth=2)
    return [rects.encode(x=x, y=y, x2="x2:Q", y2="y2:Q")]


def _heads(heat: HeatMap, x: Any, y: Any) -> list[Any]:
    middle = _LEFT + _CELL_WIDTH * len(heat.columns) / 2
    titles = [
        {"x": middle, "y": 8, "text": heat.column_title},
        {"x": _LEFT / 2, "y": 26, "text": heat.row_title},
    ]
    columns = [
        {"x": _LEFT + (i + 0.5) * _CELL_WIDTH, "y": 26, "text": word}
        for i, word in enumerate(heat.columns)
    ]
    rows = [
        {"x": _LEFT - 8, "y": _TOP + (i + 0.5) * _CELL_HEIGHT, "text": word}
        for i, word in enumerate(heat.rows)
    ]
    return [
        _text(titles, x, y, color=MUTED),
        _text(columns, x, y),
        _text(rows, x, y, align="right"),
    ]


def _words(heat: HeatMap, x: Any, y: Any) -> list[Any]:
    words = []
    for cell in heat.cells:
        box = _box(cell)
        middle = (box["y"] + box["y2"]) / 2 - _LINE_PIXELS * (len(cell.words) - 1) / 2
        words += [
            {"x": (box["x"] + box["x2"]) / 2, "y": middle + i * _LINE_PIXELS, "text": line}
            for i, line in enumerate(cell.words)
        ]
    return [_text(words, x, y)]


def _text(
    rows: list[dict[str, Any]],
    x: Any,
    y: Any,
    *,
    color: str = INK,
    align: Literal["center", "right"] = "center",
) -> Any:
    mark = alt.Chart(_values(rows)).mark_text(
        align=align, baseline="middle", color=color, fontSize=TEXT_PIXELS
    )
    return mark.encode(x=x, y=y, text="text:N")


def _box(cell: HeatCell) -> dict[str, float]:
    left, top = _LEFT + cell.column * _CELL_WIDTH, _TOP + cell.row * _CELL_HEIGHT
    return {
        "x": left + _GAP / 2,
        "y": top + _GAP / 2,
        "x2": left + _CELL_WIDTH - _GAP / 2,
        "y2": top + _CELL_HEIGHT - _GAP / 2,
    }


def _values(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))
