"""One input of a model as shares of people-windows in bins: what may be kept to compare with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.drift.shared_part import independent_people
from models.registry.tree_safety import rounded_edges
from models.stream.person_days import FloatArray

BINS = 10


@dataclass(frozen=True)
class Distribution:
    """Shares of the known values in the bins between ``edges``, and the share nobody knows.

    ``n_people`` are those with a known value, ``n_independent`` how many people drawn one by one
    they are worth. Every bin held at least so many people as may be shown, and edges have three
    digits, so that none is a person's value.
    """

    edges: tuple[float, ...]
    shares: tuple[float, ...]
    missing: float
    n_people: int
    n_people_asked: int
    n_independent: float

    def as_dict(self) -> dict[str, Any]:
        """As it is kept in reference.json, people rounded to fives."""
        told = asdict(self)
        for name in ("n_people", "n_people_asked"):
            told[name] = (2 * told[name] + 5) // 10 * 5
        told["n_independent"] = float(f"{self.n_independent:.3g}")
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
        n_independent=told["n_independent"],
    )


@dataclass(frozen=True)
class Told:
    """One input's values, NaN where nobody knows, and whose and when they are: one a row.

    ``shared`` is what people of one site share in one window, as ``shared_part`` finds it.
    """

    values: FloatArray
    person: npt.NDArray[np.int64]
    site: npt.NDArray[np.int64]
    window: npt.NDArray[np.int64]
    shared: float = 0.0


def distribution_of(told: Told, threshold: int) -> Distribution:
    """Values in at most ten bins of like size; ties are never parted.

    A bin with fewer than ``threshold`` people is joined with the one before it.
    """
    known = ~np.isnan(told.values)
    values, who = told.values[known], told.person[known]
    edges: FloatArray = np.empty(0)
    if len(values):
        wanted = np.quantile(values, np.arange(1, BINS) / BINS, method="inverted_cdf")
        edges = np.unique(rounded_edges(wanted))
        edges = edges[(edges < values.max()) & (edges >= values.min())]
    while len(edges):
        bins = np.searchsorted(edges, values, side="left")
        people = [len(np.unique(who[bins == place])) for place in range(len(edges) + 1)]
        fewest = int(np.argmin(people))
        if people[fewest] >= threshold:
            break
        edges = np.delete(edges, max(fewest - 1, 0))
    return on_edges(told, tuple(float(edge) for edge in edges))


def on_edges(told: Told, edges: tuple[float, ...]) -> Distribution:
    """The same of other values in given bins: a value equal to an edge lies below it."""
    known = ~np.isnan(told.values)
    values = told.values[known]
    counts = np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)
    n_people = len(np.unique(told.person[known]))
    return Distribution(
        edges=edges,
        shares=tuple(float(share) for share in counts / max(len(values), 1)),
        missing=float(1 - known.mean()) if len(known) else 1.0,
        n_people=n_people,
        n_people_asked=len(np.unique(told.person)),
        n_independent=independent_people(
            n_people, told.shared, told.site[known], told.window[known]
        ),
    )
