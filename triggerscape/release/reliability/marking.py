"""Rows that may be printed, marked ``u`` and emptied where their number is too shaky to be shown.

Nobody can work more out of a release for it. Rows are protected as if every shaky one were printed,
and then lose their numbers. A row marked ``u`` was about to be printed: so it counts a threshold of
people in every count of people, and where it counts a part of a whole, in the rest too. That is
what its mark tells, with the width of an interval; its numbers would tell that, and more. Whoever
could find something with the mark would find it with the numbers, and what is found with them was
hidden before. Marks come last for this reason: with a row emptied first, another might have been
left that only holds as long as nobody knows it to be large. The attacks read a mark as a threshold
or more (triggerscape.disclosure.egress.reader.bounds).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.language import Role, Table
from triggerscape.contract.releases.catalogue import FACTS
from triggerscape.release.reliability.presentation_rule import is_unreliable

if TYPE_CHECKING:
    from collections.abc import Mapping

JUDGED_BY = frozenset("measure_id estimate ci_low ci_high n_people n_days status".split())


def unreliable_marked(
    printed: Mapping[str, pl.DataFrame], true: Mapping[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """The protected facts by full name, each with its shaky rows marked (``mark_unreliable``)."""
    tables = {table.name: table for table in FACTS}
    return {
        name: mark_unreliable(frame, true[name], tables[name]) for name, frame in printed.items()
    }


def mark_unreliable(printed: pl.DataFrame, true: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The printed rows with ``u``, and no number, where the true row beside it is unreliable.

    Both frames have the same rows in the same order. Only rows that would be shown are marked; what
    is hidden or not available stays so. A table without an interval or without levels comes back as
    it is. ValueError where the frames have other rows, or rows came marked: of those nobody could
    say that they count enough people.
    """
    if not {*table.column_names} >= JUDGED_BY:
        return printed
    keys = true.select(pl.col(name).cast(printed.schema[name]) for name in table.key)
    if not printed.select(table.key).equals(keys):
        raise ValueError(f"{table.name}: true rows are other rows than those printed")
    if (printed["status"] == "u").any():
        raise ValueError(f"{table.name}: rows are marked before they were protected")
    shaky = true.select(is_unreliable().alias("is_shaky"))["is_shaky"]
    marked = (pl.col("status") == "ok") & shaky
    numbers = [c.name for c in table if c.role in (Role.COUNT, Role.ESTIMATE)]
    return printed.with_columns(
        pl.when(marked).then(pl.lit("u")).otherwise("status").alias("status"),
        *(pl.when(~marked).then(pl.col(name)).alias(name) for name in numbers),
    )
