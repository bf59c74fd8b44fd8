"""Rows hidden for where they stand: few sites behind them, few or none on one side of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.egress.sites import site_of_row
from triggerscape.disclosure.rule import person_counts
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from triggerscape.disclosure.egress.spec import Egress
    from triggerscape.disclosure.rule import Rule

FEWEST_SITES = 3
"""With two sites behind a row, each would see the other's people: the row without its own."""


def hide_by_place(
    frame: pl.DataFrame, egress: Egress, rule: Rule, *, sites_in_all: int
) -> pl.DataFrame:
    """The frame before protection with status ``c`` where a number would tell of few, or of nobody.

    Hidden are: a row above the sites with people of fewer than three sites behind it, or of sites
    nobody counted, unless all there is comes from one site (``sites_in_all``: the row is that
    site's then); a row with 0 to threshold - 1 people in a part of a whole or in its rest, since
    nobody on one side says of everybody that they are on the other; where the part may be
    everybody, with 1 to threshold - 1 in the rest; a row that counts nobody, unless its table says
    that this is no secret. A row that says nothing (``x``, ``u``, ``z``) is only hidden for whom it
    counts. For ``protect``, which keeps every ``c``, to be called on the result.

    Raises:
        DisclosureRefused: E437 rows above the sites do not say how many sites they have.
    """
    if not person_counts(egress.table):
        return frame
    is_telling = pl.any_horizontal(
        _few_sites(frame, egress, sites_in_all),
        *_few_on_a_side(egress, rule),
        *_nobody(egress),
    )
    status = pl.when(is_telling.fill_null(value=False)).then(pl.lit("c")).otherwise("status")
    return frame.with_columns(status.cast(pl.String).alias("status"))


def _few_sites(frame: pl.DataFrame, egress: Egress, sites_in_all: int) -> pl.Expr:
    if sites_in_all == 1:
        return pl.lit(value=False)
    is_above = site_of_row(egress) == ""
    if "n_sites" not in frame.columns:
        if frame.filter(is_above).height:
            raise DisclosureRefused(
                "E437",
                f"{egress.table.name}: rows above the sites do not say how many they have",
                where=egress.table.name,
                fix="Give the table a column n_sites.",
            )
        return pl.lit(value=False)
    says_something = ~pl.col("status").is_in(["x", "u", "z"]).fill_null(value=False)
    few = (pl.col("n_sites") < FEWEST_SITES).fill_null(value=True)
    return is_above & few & says_something


def _few_on_a_side(egress: Egress, rule: Rule) -> list[pl.Expr]:
    told = [(part, whole, 0) for part, whole in egress.within]
    told += [(part, whole, 0) for whole, parts in egress.sums for part in parts]
    told += [(part, whole, 1) for part, whole in egress.at_most]
    sides = []
    for part, whole, fewest in told:
        rest = pl.col(whole) - pl.col(part)
        sides.append((pl.col(whole) > 0) & rest.is_between(fewest, rule.threshold - 1))
        sides.append((pl.col(whole) > 0) & pl.col(part).is_between(0, rule.threshold - 1))
    return sides


def _nobody(egress: Egress) -> list[pl.Expr]:
    if egress.nobody_is_no_secret:
        return []
    return [pl.col(name) == 0 for name in person_counts(egress.table)]
