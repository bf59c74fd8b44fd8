"""From true rows to rows that may be printed: every rule that looks at one release by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from triggerscape.disclosure.contributions.dominance import hide_dominated
from triggerscape.disclosure.egress.catalogue import egress_of, rule_of
from triggerscape.disclosure.egress.placed import CELL, place_cells
from triggerscape.disclosure.egress.row_rules import hide_by_place
from triggerscape.disclosure.egress.sites import site_of_row
from triggerscape.disclosure.egress.telling_parts import hide_telling_parts
from triggerscape.disclosure.egress.view import release_system, true_counts
from triggerscape.disclosure.exact.suppress import hide_complements
from triggerscape.disclosure.gate.repairing import hidden_until_safe
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import person_counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.disclosure.rule import Rule

Frames = dict[str, pl.DataFrame]


def protected(
    true: Mapping[str, pl.DataFrame],
    facts: Mapping[str, pl.DataFrame],
    rule: Rule,
    *,
    sites_in_all: int,
) -> Frames:
    """The facts as they may leave, were this the first release; by table, in the order they came.

    ``true`` are the rows of sql/publish; ``facts`` says of the same rows who stands behind them
    (``row_facts``), of the tables where that is known. Hidden are rows of few people or sites, rows
    one person or site makes up, parts and rests that would tell of few, and in the exact mode
    whatever else a small count would follow from.

    Raises:
        DisclosureRefused: a table or column nobody declared, or values that cannot be judged.
    """
    ready: Frames = {}
    for name, frame in true.items():
        egress = egress_of(name)
        own = rule_of(egress.table, rule)
        # A row that says nothing of itself is there to be shown, and may be hidden like any other.
        said = frame.with_columns(pl.col("status").cast(pl.String).fill_null("ok"))
        rows = hide_by_place(said, egress, own, sites_in_all=sites_in_all)
        if name in facts:
            # Where there is one site alone there is no other to be told of it.
            who = facts[name] if sites_in_all > 1 else facts[name].with_columns(sites_behind=1)
            rows = hide_dominated(rows, who, is_above=site_of_row(egress) == "")
        ready[name] = hide_telling_parts(rows, egress.table, own)
    if rule.mode is Mode.EXACT:
        ready = _with_complements(ready, rule)
    return _printed(_safe(ready, rule), rule)


def _safe(ready: Frames, rule: Rule) -> Frames:
    """The same with every row of people hidden that an attack on one release needs."""
    counted = {name: f for name, f in ready.items() if person_counts(egress_of(name).table)}
    return {**ready, **hidden_until_safe(counted, rule, lambda rows: _printed(rows, rule))}


def _printed(ready: Mapping[str, pl.DataFrame], rule: Rule) -> Frames:
    return {
        name: protect(frame, egress_of(name).table, rule_of(egress_of(name).table, rule))
        for name, frame in ready.items()
    }


def _with_complements(ready: Frames, rule: Rule) -> Frames:
    """Further rows hidden, so that no small count follows from those that are shown exactly."""
    counted = {name: f for name, f in ready.items() if person_counts(egress_of(name).table)}
    printed = _printed(counted, rule)
    system = release_system(printed, rule)
    pattern = hide_complements(
        system,
        true_counts(system, counted),
        system.is_hidden,
        threshold=rule.threshold,
    )
    placed = place_cells(printed).cells
    cells = np.flatnonzero(pattern.is_hidden)
    rows = placed.filter(pl.col(CELL).is_in(cells)).select("table", "at").unique()
    hidden = {str(t): set(one["at"].to_list()) for (t,), one in rows.group_by("table")}
    return {
        name: frame.with_columns(
            pl.when(
                pl.int_range(pl.len()).is_in(sorted(hidden.get(name, ())))
                & (pl.col("status") == "ok")
            )
            .then(pl.lit("c"))
            .otherwise("status")
            .alias("status")
        )
        if name in hidden
        else frame
        for name, frame in ready.items()
    }
