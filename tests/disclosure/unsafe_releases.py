"""Planted unsafe releases: what other tools, people in a hurry and we ourselves would get wrong.

Each says which attack must find it and at which cell. The counts are made up, except where a
source is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from random_blocks import (
    KINDS,
    Dimension,
    Relation,
    block_of,
    flat,
    hidden,
    is_small,
    matrix,
    random_block,
)

from triggerscape.disclosure.attack.rational import Figure
from triggerscape.disclosure.cells.system import System

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Unsafe:
    """A release, what is wrong with it, and what must be found: an attack, at a cell if named."""

    name: str
    attack: str
    system: System
    counts: np.ndarray
    mode: str = "exact"
    cell: str = ""
    figures: tuple[Figure, ...] = ()
    pairs: bool = False


def cells(
    counts: dict[str, int],
    sums: list[tuple[str, list[str]]],
    *,
    hide: str = "",
    limits: list[tuple[str, list[str]]] | None = None,
    sites: bool = False,
    one_row: bool = False,
    mode: str = "exact",
) -> tuple[System, np.ndarray]:
    """A system by names: ``sums`` are (whole, parts); ``limits`` (part, wholes): no larger."""
    names = list(counts)
    place = {name: at for at, name in enumerate(names)}
    k = len(names)
    added = [{place[w]: -1} | {place[p]: 1 for p in parts} for w, parts in sums]
    limited = [{place[p]: 1} | {place[w]: -1 for w in wholes} for p, wholes in limits or []]
    true = np.array(list(counts.values()), np.int64)
    number = true.astype(float)
    own = tuple(name if sites and name.startswith("S") else "" for name in names)
    row = np.zeros(k, np.int64) if one_row else np.arange(k)
    system = System(
        tuple(names), number, number, matrix(added, k), matrix(limited, k), row, own,
        np.zeros(k, bool),
    )  # fmt: skip
    is_hidden = np.isin(names, hide.split())
    return hidden(system, true, is_hidden, mode=mode), true


def table(rows: list[list[int]], hide: str, mode: str = "exact") -> tuple[System, np.ndarray]:
    """Sites by groups with all totals; ``hide`` names places as row and column from 1: "11 23"."""
    dimensions = [flat("site", "S", len(rows)), flat("group", "G", len(rows[0]))]
    system, counts = block_of(dimensions, np.array(rows, np.int64))
    told = {f"site S0{at[0]}, group G0{at[1]}" for at in hide.split()}
    return hidden(system, counts, np.isin(system.names, list(told)), mode=mode), counts


def with_bounds(system: System, **bounds: Bounds) -> System:
    """The system with other bounds of the cells named."""
    low, high = system.low.copy(), system.high.copy()
    for name, (least, most) in bounds.items():
        low[system.names.index(name)], high[system.names.index(name)] = least, most
    return replace(system, low=low, high=high)


def one_pass(system: System, counts: np.ndarray, is_hidden: np.ndarray) -> np.ndarray:
    """A second cell hidden in every sum with a single hidden one, once, and never looked at again.

    What is usually done by hand.
    """
    hides = is_hidden.copy()
    for start, end in zip(system.sums.indptr[:-1], system.sums.indptr[1:], strict=True):
        line = system.sums.indices[start:end]
        if is_hidden[line].sum() == 1:
            shown = [at for at in line if not hides[at] and counts[at] > 0]
            if shown:
                hides[min(shown, key=lambda at: (counts[at], at))] = True
    return hides


def half_protected() -> Iterator[Unsafe]:
    """Random blocks with only the small cells hidden, and with one more in each line."""
    for kind in KINDS:
        for seed in (101, 102):
            system, counts = random_block(seed, kind, size=150)
            primary = is_small(counts)
            seen = hidden(system, counts, primary)
            yield Unsafe(f"{kind} {seed}, small cells only", "A1", seen, counts)
            seen = hidden(system, counts, one_pass(system, counts, primary))
            yield Unsafe(f"{kind} {seed}, one pass", "A2", seen, counts)


def linked_counties() -> Unsafe:
    """Counties and sizes over the same regions: sdcTools/UserSupport #136, the pattern it shows.

    Each table alone is protected. County 2 less N leaves K, L and M; BIG is L and M.
    """
    regions = Dimension(
        "region",
        tuple("ABIJKLMN"),
        (
            Relation("county-1", tuple("ABIJ")),
            Relation("county-2", tuple("KLMN")),
            Relation("small", tuple("ABIJKN")),
            Relation("BIG", tuple("LM")),
            Relation("Total", ("county-1", "county-2")),
        ),
    )
    system, counts = block_of([regions], np.array([2, 2, 8, 8, 3, 3, 3, 7]))
    told = [f"region {name}" for name in "ABKLM"]
    seen = hidden(system, counts, np.isin(system.names, told))
    return Unsafe("linked counties and sizes", "A1", seen, counts, cell="region K")


def acro_margins() -> Unsafe:
    """Margins over what is shown beside true totals: what ACRO 1.0.2 prints from two crosstabs."""
    few, shown = [6, 6, 7, 6], [211, 180, 96, 143]
    counts: dict[str, int] = {}
    sums = []
    for at, (small, rest) in enumerate(zip(few, shown, strict=True), 1):
        counts |= {f"group{at}": small, f"margin{at}": rest, f"total{at}": small + rest}
        sums.append((f"total{at}", [f"group{at}", f"margin{at}"]))
    seen, true = cells(counts, sums, hide="group1 group2 group3 group4")
    return Unsafe("margins without the hidden", "A1", seen, true, cell="group3")
