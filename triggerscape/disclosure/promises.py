"""What every published row promises, stated of the row as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from triggerscape.contract.language import PUBLISHABLE, Role, Table
from triggerscape.contract.releases.columns import STATUSES
from triggerscape.disclosure.rounding import rounded_estimate
from triggerscape.disclosure.rule import Rule, blanked_notes, names_with, person_counts


def broken_promises(frame: pl.DataFrame, table: Table, rule: Rule) -> list[str]:
    """What a published frame does wrong, one sentence per promise broken; empty when safe.

    Looks only at what a reader sees. It repeats none of the steps that protected the rows: it
    states what must hold of their result. No value of a row appears in a sentence.
    """
    private = sorted(set(frame.columns) - {c.name for c in table if c.role in PUBLISHABLE})
    if private:
        return [f"{table.name}: columns that may not be published: {', '.join(private)}"]
    if not names_with(table, Role.COUNT, Role.ESTIMATE):
        return []
    return [
        f"{table.name}: {rows} rows {what}"
        for what, broken in _promises(table, rule)
        if (rows := frame.filter(broken.fill_null(value=True)).height)
    ]


def _promises(table: Table, rule: Rule) -> Iterator[tuple[str, pl.Expr]]:
    counts, people = names_with(table, Role.COUNT), person_counts(table)
    estimates = names_with(table, Role.ESTIMATE)
    status = pl.col("status")
    shown = status == "ok"
    yield "with an unknown status", ~status.is_in(list(STATUSES))
    yield "not shown, yet with a number", ~shown & _any_there([*counts, *estimates])
    notes = blanked_notes(table)
    if notes:
        yield "hidden, yet with a verdict", (status == "c") & _any_there(notes)
    few = pl.any_horizontal(
        pl.col(n).is_null() | (pl.col(n) < rule.threshold).fill_null(value=False) for n in people
    )
    yield f"shown with fewer than {rule.threshold} people", shown & few
    for name in counts:
        uneven = pl.col(name).is_not_null() & (pl.col(name) % rule.step != 0).fill_null(value=False)
        yield f"with {name} not rounded to {rule.step}", uneven
        yield f"with {name} below zero", (pl.col(name) < 0).fill_null(value=False)
    for name in estimates:
        value = pl.col(name)
        finer = (value != rounded_estimate(table, name, rule)) | ~value.is_finite()
        yield f"with too many decimals in {name}", shown & finer.fill_null(value=False)


def _any_there(names: list[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).is_not_null() for name in names)
