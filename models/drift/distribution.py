"""One input of a model as shares of people-windows in bins: what may be kept to compare with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.registry.tree_safety import rounded_edges
from models.stream.person_days import FloatArray

BINS = 10


@dataclass(frozen=True)
class Distribution:
    """Shares of the known values in the bins between ``edges``, and the share nobody knows.

    ``n_people`` are those with a known value; every bin held at least so many people as may be
    shown, and edges have three digits, so that none is a person's value.
    """

    edges: tuple[float, ...]
    shares: tuple[float, ...]
    missing: float
    n_people: int
    n_people_asked: int

    def as_dict(self) -> dict[str, Any]:
        """As it is kept in reference.json, people rounded to fives."""
        told = asdict(self)
        for name in ("n_people", "n_people_asked"):
            told[name] = (2 * told[name] + 5) // 10 * 5
        told["shares"] = [round(share, 4) for share in self.shares]
        return {**told, "missing": round(self.missing, 4), "edges": list(self.edges)}


def read_distribution(told: dict[str, Any]) -> Distribution:
    """A distribution as it was kept."""
    return Distribution(
        edges=tuple(told["edges"]),
        shares=tuple(told["shares"]),
        missing=told["missing"],
        n_people=told["n_people"],
        n_people_asked=told["n_people_asked"],
    )


def distribution_of(
    values: FloatArray, person: npt.NDArray[np.int64], threshold: int
) -> Distribution:
    """Values, NaN where nobody knows, in at most ten bins of like size; ties are never parted.

    A bin with fewer than ``threshold`` people is joined with the one before it.
    """
    known = ~np.isnan(values)
    told, who = values[known], person[known]
    edges: FloatArray = np.empty(0)
    if len(told):
        wanted = np.quantile(told, np.arange(1, BINS) / BINS, method="inverted_cdf")
        edges = np.unique(rounded_edges(wanted))
        edges = edges[(edges < told.max()) & (edges >= told.min())]
    while len(edges):
        bins = np.searchsorted(edges, told, side="left")
        people = [len(np.unique(who[bins == place])) for place in range(len(edges) + 1)]
        fewest = int(np.argmin(people))
        if people[fewest] >= threshold:
            break
        edges = np.delete(edges, max(fewest - 1, 0))
    return on_edges(values, person, tuple(float(edge) for edge in edges))


def on_edges(
    values: FloatArray, person: npt.NDArray[np.int64], edges: tuple[float, ...]
) -> Distribution:
    """The same of other values in given bins: a value equal to an edge lies below it."""
    known = ~np.isnan(values)
    told = values[known]
    counts = np.bincount(np.searchsorted(edges, told, side="left"), minlength=len(edges) + 1)
    return Distribution(
        edges=edges,
        shares=tuple(float(share) for share in counts / max(len(told), 1)),
        missing=float(1 - known.mean()) if len(values) else 1.0,
        n_people=len(np.unique(person[known])),
        n_people_asked=len(np.unique(person)),
    )
