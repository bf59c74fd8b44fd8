"""A group of people in words: what acts more, and what acts less, on them than on most."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from models.stream.person_days import FloatArray

LEAST_CONTRAST = log(1.15)
SURE = 1.96
MOST_NAMED = 3


def group_label(contrast: FloatArray, error: FloatArray, labels: Sequence[str]) -> str:
    """The largest contrasts of a group's log rate ratios with everybody's mean, in words.

    Named are at most three factors either way, whose rate ratio differs by 15% or more and by more
    than 1.96 standard errors, the largest first.
    """
    parts = []
    for words, sign in (("More than others", 1.0), ("Less than others", -1.0)):
        size = sign * contrast
        named = np.flatnonzero((size >= LEAST_CONTRAST) & (size > SURE * error))
        named = named[np.argsort(-size[named], kind="stable")][:MOST_NAMED]
        if len(named):
            parts.append(f"{words}: {', '.join(labels[int(place)] for place in named)}")
    return "; ".join(parts) or "Much like everybody"
