"""A forecast that tells of nobody: edges and counts rounded, refused where it remembers."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import numpy as np

from models.stream.person_days import FloatArray
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

DIGITS = 3
HIGHEST_MEMBERSHIP_AUC = 0.60
"""How well an attacker may tell who was learnt from: 0.5 is a guess, 1 is knowing."""


def refuse_what_remembers(
    membership_auc: float, fewest_people_in_a_leaf: int, threshold: int
) -> None:
    """DisclosureRefused for a forecast that tells who it learnt from, or has a leaf of few people.

    A figure that is not a number is refused as well: nobody attacked the forecast, or could.
    """
    if not membership_auc <= HIGHEST_MEMBERSHIP_AUC:
        raise DisclosureRefused(
            "E726",
            f"an attacker tells who the forecast learnt from: AUC {membership_auc:.2f}, and at "
            f"most {HIGHEST_MEMBERSHIP_AUC:.2f} may be kept",
            fix="fewer or larger leaves, or more people",
        )
    if fewest_people_in_a_leaf < threshold:
        raise DisclosureRefused(
            "E727",
            f"a leaf of the forecast tells of fewer than {threshold} people",
            fix="more rows a leaf, or more people",
        )


def without_traces(
    estimator: HistGradientBoostingRegressor, rounding_base: int
) -> HistGradientBoostingRegressor:
    """A copy whose edges have three digits and whose counts are multiples of the base.

    An edge lies in the middle between two values of two people; at three digits it lies between
    many. The forecast of a value closer to an edge than that may change.
    """
    kept = deepcopy(estimator)
    for trees in kept._predictors:
        for tree in trees:
            nodes = tree.nodes
            nodes["num_threshold"] = rounded_edges(nodes["num_threshold"])
            count = nodes["count"].astype(np.int64)
            nodes["count"] = (2 * count + rounding_base) // (2 * rounding_base) * rounding_base
    edges = kept._bin_mapper.bin_thresholds_
    kept._bin_mapper.bin_thresholds_ = [rounded_edges(of_one) for of_one in edges]
    return kept


def rounded_edges(edges: FloatArray, digits: int = DIGITS) -> FloatArray:
    """Each number at so many significant digits; what is not finite, and zero, as it is."""
    values = np.asarray(edges, dtype=np.float64)
    rounded = values.copy()
    for place in np.flatnonzero(np.isfinite(values) & (values != 0)):
        rounded[place] = float(f"{values[place]:.{digits - 1}e}")
    return rounded
