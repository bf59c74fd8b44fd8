"""Rows of the newest release as they stand in the next one."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.language import Role
from triggerscape.disclosure.rule import blanked_notes, names_with, person_counts
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.disclosure.rule import Rule

DATED, RELEASED = "as_of_date", "release_id"


def is_comparable(old: pl.DataFrame, table: Table, *, is_restating: bool) -> bool:
    """Whether rows of the newest release can be told apart by today's key, and carried over.

    False where they cannot and a restatement was asked for: the table then begins anew.

    Raises:
        DisclosureRefused: they cannot, and nobody asked for a restatement.
    """
    required = {c.name for c in table if c.role is Role.DIMENSION or not c.nullable} - {RELEASED}
    absent = sorted(required - set(old.columns))
    has_other_keys = not absent and old.select(table.key).is_duplicated().any()
    if not absent and not has_other_keys:
        return True
    if is_restating:
        return False
    raise DisclosureRefused(
        "E447",
        f"{table.name}: the newest release tells its rows apart by other columns",
        where=table.name,
        fix='triggerscape run --restate "the table has another key"',
    )


def as_today(old: pl.DataFrame, new: pl.DataFrame, table: Table, rule: Rule) -> pl.DataFrame:
    """The old rows with the columns of the new, and hidden where today's rule would not show them.

    A column that is new is null in them; one that is gone is left out. Their ``as_of_date`` stays.
    """
    names = new.columns
    absent = (pl.lit(None, new.schema[n]).alias(n) for n in names if n not in old.columns)
    kept = old.with_columns(absent).select(names)
    counts, people = names_with(table, Role.COUNT), person_counts(table)
    if not counts or "status" not in names:
        return kept
    is_uneven = ((pl.col(name) % rule.step != 0).fill_null(value=False) for name in counts)
    is_few = ((pl.col(name) < rule.threshold).fill_null(value=False) for name in people)
    breaks = (pl.col("status") == "ok") & reduce(or_, [*is_uneven, *is_few])
    numbers = [*counts, *names_with(table, Role.ESTIMATE), *blanked_notes(table)]
    return kept.with_columns(
        *(pl.when(~breaks).then(pl.col(name)).alias(name) for name in numbers),
        pl.when(breaks).then(pl.lit("c")).otherwise(pl.col("status")).alias("status"),
    )
