"""Does the forecast tell a person's better months from their worse ones? And the gate on that."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from models.forecast.person_months import Floats, Integers

HIGHEST_HONEST = 0.70
"""Above this a forecast knows what it cannot know.

In synthetic populations an oracle that knows every hidden cause up to the window's end reaches 0.68
(0.672 to 0.691 over eight of them); only one that knows the causes of the next window goes beyond
0.70 (0.726 to 0.750). An honest forecast, which sees attack days and no causes, is near 0.50.
"""


@dataclass(frozen=True)
class OwnPairs:
    """Per person (people,): pairs of a month above the own mean and one below, and those right."""

    right: Floats
    pairs: Floats

    @property
    def concordance(self) -> float:
        """Share of all pairs that the forecast orders rightly, ties half; NaN without a pair."""
        pairs = self.pairs.sum()
        return float(self.right.sum() / pairs) if pairs else float("nan")


def own_pairs(person: Integers, expected: Floats, rate: Floats) -> OwnPairs:
    """Pairs of months of one person, for rows sorted by person.

    A month is above where its attack days exceed the person's mean of the months asked about.
    Between people nothing is compared: who has many attacks is no forecast of when.
    """
    starts = np.flatnonzero(np.diff(person, prepend=person[:1] - 1))
    right, pairs = np.zeros(len(starts)), np.zeros(len(starts))
    bounds = np.append(starts, len(person))
    for place, (first, last) in enumerate(pairwise(bounds)):
        own = rate[first:last]
        # Months alike differ from their mean by a rounding.
        above = own > own.mean() + 1e-9
        n = int(above.sum())
        if n == 0:
            continue
        rank = rankdata(expected[first:last])
        right[place] = rank[above].sum() - n * (n + 1) / 2
        pairs[place] = n * (len(own) - n)
    return OwnPairs(right, pairs)


@dataclass(frozen=True)
class GateVerdict:
    """Whether the forecast may be published; ``sentence`` says why not, in plain words."""

    is_open: bool
    concordance: float
    sentence: str = ""


def leakage_gate(concordance: float, highest: float = HIGHEST_HONEST) -> GateVerdict:
    """Closed above ``highest``; open where nothing could be compared, since nothing is claimed."""
    if not concordance > highest:
        return GateVerdict(is_open=True, concordance=concordance)
    return GateVerdict(
        is_open=False,
        concordance=concordance,
        sentence=(
            f"the forecast is not published: it tells people's worse months from their better ones "
            f"with a concordance of {concordance:.2f}, above {highest:.2f}, which no honest "
            "forecast reaches; look for a feature that knows what comes after its window"
        ),
    )
