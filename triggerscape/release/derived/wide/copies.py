"""Copied columns, put beside the rows of a wide table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from triggerscape.contract.releases.copied import Copy

# What a reader is told where the fact has no such row.
_NOT_THERE = "x"


def with_copies(
    rows: pl.DataFrame, copies: Iterable[Copy], tables: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """The rows, in their order, with the columns of every copy beside them.

    ``rows`` has the keys the copies match on. A row that the fact does not have is NULL with status
    x; polars.exceptions.ComputeError where it has two.
    """
    for copy in copies:
        own = [name for name, _ in copy.match]
        source = _chosen(copy, tables[copy.fact.name])
        rows = rows.join(source, on=own, how="left", validate="m:1", maintain_order="left")
        if "status" in copy.names:
            rows = rows.with_columns(pl.col(copy.name_of("status")).fill_null(_NOT_THERE))
    return rows


def _chosen(copy: Copy, fact: pl.DataFrame) -> pl.DataFrame:
    return fact.filter(**dict(copy.where)).select(
        *(pl.col(theirs).alias(own) for own, theirs in copy.match),
        *(pl.col(name).alias(copy.name_of(name)) for name in copy.names),
    )
