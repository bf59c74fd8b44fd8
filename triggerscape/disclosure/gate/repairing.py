"""What attackers find in one release is hidden before it is written, until they find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from triggerscape.disclosure.attack.all_attacks import attack
from triggerscape.disclosure.attack.classes import with_complements
from triggerscape.disclosure.chain.across.stacked import believable
from triggerscape.disclosure.egress.placed import CELL, place_cells
from triggerscape.disclosure.egress.view import release_system, true_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from triggerscape.disclosure.cells.system import BoolArray, IntArray, System
    from triggerscape.disclosure.rule import Rule

Frames = dict[str, pl.DataFrame]
MOST_ROUNDS = 30
"""Each round hides at least one row; what is left after so many is for the gate to refuse."""


def hidden_until_safe(
    ready: Frames, rule: Rule, printed_of: Callable[[Mapping[str, pl.DataFrame]], Frames]
) -> Frames:
    """Rows before printing, with status ``c`` added wherever an attack on the prints succeeds.

    Beside every cell an attacker works out, the smallest shown cell that it adds up with is hidden,
    its whole for want of another. ``printed_of`` gives the rows as they would be printed. The order
    of findings is full, so the same rows are hidden every time.
    """
    for _ in range(MOST_ROUNDS):
        printed = printed_of(ready)
        system = release_system(printed, rule)
        counts = true_counts(system, ready)
        system = believable(system, counts)
        report = attack(
            system,
            counts,
            threshold=rule.threshold,
            mode=str(rule.mode),
            base=rule.rounding_base,
        )
        told = _cells_to_hide(system, counts, rule, {one.cell for one in report.findings})
        if not told.any():
            return ready
        placed = place_cells(printed).cells.filter(pl.col(CELL).is_in(np.flatnonzero(told)))
        rows = placed.select("table", "at").unique().group_by("table").agg(pl.col("at").sort())
        ready = _hide(ready, rows.iter_rows())
    return ready


def _cells_to_hide(system: System, counts: IntArray, rule: Rule, names: set[str]) -> BoolArray:
    """Cells of the system to hide beside those of these names; none where none is found."""
    told = np.zeros(system.size, dtype=np.bool_)
    if not names:
        return told
    wider = with_complements(system, counts, rule.threshold).system
    lines = [abs(matrix).tocsr() for matrix in (wider.sums, wider.limits) if matrix.shape[0]]
    shown = ~wider.is_hidden
    shown[system.size :] = False  # a rest stands in no row that could be hidden
    for place in np.flatnonzero(np.isin(np.array(wider.names, dtype=object), sorted(names))):
        beside = np.zeros(wider.size, dtype=np.bool_)
        for matrix in lines:
            here = np.flatnonzero(matrix[:, [place]].toarray().ravel())
            beside[np.unique(matrix[here].indices)] = True
        beside[: system.size] &= ~told
        choice = np.flatnonzero(beside & shown)
        own = place < system.size and bool(shown[place])
        if choice.size:
            told[choice[np.lexsort((choice, counts[choice]))[0]]] = True
        elif own:
            told[place] = True
    return told


def _hide(ready: Frames, rows: Iterable[tuple[str, list[int]]]) -> Frames:
    hidden = dict(rows)
    return {
        name: frame.with_columns(
            pl.when(
                pl.int_range(pl.len()).is_in(hidden[name]) & ~pl.col("status").is_in(["x", "z"])
            )
            .then(pl.lit("c"))
            .otherwise("status")
            .alias("status")
        )
        if name in hidden
        else frame
        for name, frame in ready.items()
    }
