"""The tables on which protection is measured: sites in regions by therapies in classes, by age."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from random_blocks import block_of, flat, nested

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import IntArray, System


class Shape(NamedTuple):
    """How many of each; a region and a class have so many sites and therapies."""

    sites: int
    in_region: int
    therapies: int
    in_class: int
    ages: int
    people: int


SHAPES = {
    "S": Shape(20, 5, 12, 4, 5, 40_000),
    "D2": Shape(40, 5, 24, 4, 0, 20_000),
    "large": Shape(40, 5, 27, 5, 8, 220_000),
}
_SEED = 20_261_121


def table(name: str) -> tuple[System, IntArray]:
    """All cells of a table and their counts; its words differ in size as e^N(0, 0.8)."""
    shape = SHAPES[name]
    dimensions = [
        nested("site", "S", shape.sites, each=shape.in_region, group="region "),
        nested("therapy", "T", shape.therapies, each=shape.in_class, group="class "),
    ]
    if shape.ages:
        dimensions.append(flat("age", "A", shape.ages))
    draw = np.random.default_rng(_SEED)
    mean = np.ones(())
    for dimension in dimensions:
        weight = np.exp(draw.normal(0, 0.8, len(dimension.leaves)))
        mean = np.multiply.outer(mean, weight / weight.sum())
    return block_of(dimensions, draw.poisson(shape.people * mean))
