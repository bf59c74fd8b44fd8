"""Which rows of a published table are of closed windows, and which look at the whole study."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.chain.batches import WINDOW_DAYS
from triggerscape.disclosure.egress.spec import Egress, Period
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from triggerscape.disclosure.chain.batches import Batch


def window_end(egress: Egress) -> pl.Expr:
    """Last day of the closed window a row is of; null where it looks at the whole study."""
    if egress.period is not Period.CLOSED or not egress.window_column:
        return pl.lit(None, pl.Date)
    # A key that holds the window is text: its first day, or a word for the whole study.
    text = pl.col(egress.window_column).cast(pl.String)
    ends = text.str.to_date("%Y-%m-%d", strict=False) + timedelta(days=WINDOW_DAYS - 1)
    return pl.when(_is_study(egress)).then(None).otherwise(ends)


def only_closed(frame: pl.DataFrame, egress: Egress, batch: Batch) -> pl.DataFrame:
    """The frame without the rows of windows that are not closed yet.

    Raises:
        DisclosureRefused: a row of a table of closed windows does not say which window it is of.
    """
    ends = frame.select(window_end(egress).alias("end"), _is_study(egress).alias("study"))
    is_undated = ends["end"].is_null() & ~ends["study"]
    if egress.period is Period.CLOSED and is_undated.any():
        raise DisclosureRefused(
            "E446",
            f"{egress.table.name}: {is_undated.sum()} rows do not say which window they are of",
            where=egress.table.name,
            fix="name the column with the window's first day in the table's egress",
        )
    return frame.filter((ends["end"] <= batch.closed_through).fill_null(value=True))


def is_frozen(egress: Egress, batch: Batch) -> pl.Expr:
    """True for rows of windows that an earlier release has shown, unless they are restated."""
    if batch.before_through is None or batch.is_restating:
        return pl.lit(value=False)
    return (window_end(egress) <= batch.before_through).fill_null(value=False)


def is_opened(egress: Egress, batch: Batch) -> pl.Expr:
    """True for rows of windows that this release is the first to show."""
    if batch.before_through is None:
        return window_end(egress).is_not_null()
    return (window_end(egress) > batch.before_through).fill_null(value=False)


def _is_study(egress: Egress) -> pl.Expr:
    """True for a row that looks at every day so far."""
    if egress.period is not Period.CLOSED:
        return pl.lit(value=True)
    if not egress.period_column:
        return pl.lit(value=False)
    kind = pl.col(egress.period_column).cast(pl.String)
    return kind.is_in(sorted(egress.study_values)).fill_null(value=False)
