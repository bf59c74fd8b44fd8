"""Which site a published row is of, and which rows are above the sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.disclosure.egress.spec import Egress


def site_of_row(egress: Egress) -> pl.Expr:
    """The site whose people a row is about; empty for a row above the sites."""
    if not egress.site_column:
        return pl.lit("")
    site = pl.col(egress.site_column).cast(pl.String)
    is_of_one = (site != egress.above) & has_words(egress.site_where)
    return pl.when(is_of_one).then(site).otherwise(pl.lit(""))


def has_words(where: Mapping[str, frozenset[str]]) -> pl.Expr:
    """True for rows that hold one of the words in every key named."""
    return pl.all_horizontal(
        pl.lit(value=True),
        *(pl.col(key).cast(pl.String).is_in(sorted(some)) for key, some in where.items()),
    )
