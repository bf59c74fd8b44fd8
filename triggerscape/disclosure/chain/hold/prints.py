"""Counts of a renewed row as they may be printed beside what was printed of it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.language import Role, Table
from triggerscape.disclosure.chain.hold.moves import sticky
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rounding import rounded_estimate
from triggerscape.disclosure.rule import Rule, names_with, person_counts

if TYPE_CHECKING:
    from triggerscape.disclosure.egress.spec import Egress

_LAST = "_printed_last"


def last_prints(
    old: pl.DataFrame, printed: pl.DataFrame | None, new: pl.DataFrame, egress: Egress
) -> pl.DataFrame:
    """By key, the counts of people last printed: for every row of the new frame and of the old.

    Of a row that never had one, that of another row which counts the same people; null where there
    is none either. ``printed`` goes back further than ``old``, the newest release.
    """
    table = egress.table
    key, people = list(table.key), person_counts(table)
    now = old.select(*key, *people)
    earlier = now.clear() if printed is None else printed.select(*key, *people).cast(now.schema)
    rows = pl.concat([now.select(key), new.select(key), earlier.select(key)]).unique()
    both = rows.join(now, on=key, how="left").join(earlier, on=key, how="left", suffix=_LAST)
    both = both.with_columns(pl.coalesce(n, f"{n}{_LAST}").alias(n) for n in people).sort(key)
    for name in people:
        group = [k for k in key if k not in egress.regardless_of.get(name, ())]
        if group and group != key:
            of_others = pl.col(name).drop_nulls().first().over(group)
            both = both.with_columns(pl.coalesce(name, of_others).alias(name))
    return both.select(*key, *people)


def keep_prints(
    frame: pl.DataFrame, last: pl.DataFrame, table: Table, rule: Rule
) -> tuple[pl.DataFrame, int]:
    """Protected rows with sticky counts of people, and how many rows had one kept.

    ``last`` has the key and the counts last printed, null for never. Estimates lose the decimals
    that the count now printed does not allow. Exact counts are printed as they are.
    """
    people = person_counts(table)
    if not people or rule.mode is Mode.EXACT or frame.is_empty():
        return frame, 0
    key = list(table.key)
    joined = frame.join(last, on=key, how="left", suffix=_LAST, maintain_order="left")
    counts = {n: sticky(pl.col(n), pl.col(f"{n}{_LAST}"), rule) for n in people}
    is_kept = pl.any_horizontal(print_.ne_missing(pl.col(n)) for n, print_ in counts.items())
    kept = int(joined.select(is_kept.sum()).item())
    # Where a count is null, the row is hidden, and stays so.
    printed = joined.with_columns(
        pl.when(pl.col(n).is_not_null()).then(print_).cast(frame.schema[n]).alias(n)
        for n, print_ in counts.items()
    ).select(frame.columns)
    shown = pl.col("status") == "ok"
    return printed.with_columns(
        pl.when(shown).then(rounded_estimate(table, n, rule)).otherwise(pl.col(n)).alias(n)
        for n in names_with(table, Role.ESTIMATE)
    ), kept
