"""Where the name of a point goes so that no name lies on another, on a point or on its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_LETTER, _HEIGHT, _GAP = 7.5, 14.0, 7.0
"""Pixels of a letter and a line of text at 12 pixels, and between a point and its name."""
_DOT = 4.0


@dataclass(frozen=True)
class Place:
    """A side of a point: how far its name starts from it, in pixels, and how it is aligned."""

    dx: float
    dy: float
    align: Literal["left", "right", "center"]


PLACES = (
    Place(_GAP, 0.0, "left"),
    Place(-_GAP, 0.0, "right"),
    Place(0.0, -_GAP - _HEIGHT / 2, "center"),
    Place(0.0, _GAP + _HEIGHT / 2, "center"),
)
Box = tuple[float, float, float, float]


def label_places(
    named: Sequence[tuple[float, float, str]],
    lines: Sequence[tuple[float, float, float]],
    width: float,
    height: float,
) -> list[Place]:
    """A place for each (x, y, name): the first side that is free, the first of all if none is.

    In pixels of a plot of ``width`` by ``height``. ``lines`` are the upright lines (x, top, bottom)
    to keep clear of.
    """
    taken = [_around(x, y, y) for x, y, _ in named] + [_around(*line) for line in lines]
    chosen = []
    for x, y, name in named:
        boxes = [(place, _box(x, y, name, place)) for place in PLACES]
        free = [
            (place, box)
            for place, box in boxes
            if box[0] >= 0
            and box[1] <= width
            and box[2] >= 0
            and box[3] <= height
            and not any(_meet(box, other) for other in taken)
        ]
        place, box = (free or boxes)[0]
        taken.append(box)
        chosen.append(place)
    return chosen


def _box(x: float, y: float, name: str, place: Place) -> Box:
    """Left, right, top and bottom of a name at a place."""
    wide = _LETTER * len(name)
    left = x + place.dx - {"left": 0.0, "right": wide, "center": wide / 2}[place.align]
    return left, left + wide, y + place.dy - _HEIGHT / 2, y + place.dy + _HEIGHT / 2


def _around(x: float, top: float, bottom: float) -> Box:
    return x - _DOT, x + _DOT, top - _DOT, bottom + _DOT


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
