"""Whose costs are known: by currency, and only while a site sends what its therapies cost."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

FOLLOWED_DAYS = 84
"""Days 0 to 83 after time zero."""
NO_CURRENCY = "none"
SENT_BY_NOBODY = "no site sends what it costs"


@dataclass(frozen=True, eq=False)
class KnownCosts:
    """The people of one currency whose every charge of days 0 to 83 is known, with ``cost``.

    ``priced_share`` is their share of all at those sites and days: the others had a therapy whose
    amount did not come.
    """

    currency: str
    people: pl.DataFrame
    priced_share: float


def known_costs(people: pl.DataFrame, sites: pl.DataFrame) -> list[KnownCosts]:
    """The people of each currency, in order of its name; amounts are never converted.

    ``people`` has one row per person and index_date, with site_code, charged_rows, priced_rows and
    cost_thousandths of days 0 to 83. ``sites`` has a row per site that ever sent an amount:
    site_code, first_currency and last_currency by name, first_date and last_date of an amount.

    Before a site sends costs, and after it has stopped, only people who were given nothing would be
    known to cost nothing: so nobody counts whose 84 days do not lie between the two dates. Sites
    with amounts in several currencies are left out; ``mixed_sentence`` says how many.
    """
    currency = sites.filter(pl.col("first_currency") == pl.col("last_currency")).select(
        "site_code", "first_date", "last_date", currency="first_currency"
    )
    last_day = pl.col("index_date").dt.offset_by(f"{FOLLOWED_DAYS - 1}d")
    inside = people.join(currency, on="site_code", how="inner", maintain_order="left").filter(
        pl.col("index_date") >= pl.col("first_date"), last_day <= pl.col("last_date")
    )
    is_known = pl.col("charged_rows") == pl.col("priced_rows")
    found = []
    for name in inside["currency"].unique().sort():
        there = inside.filter(pl.col("currency") == name)
        known = there.filter(is_known).with_columns(cost=pl.col("cost_thousandths") / 1000)
        found.append(KnownCosts(name, known, known.height / there.height))
    return found


def mixed_sentence(sites: pl.DataFrame) -> str:
    """Why sites are left out whose amounts are in several currencies; empty where none is."""
    mixed = sites.filter(pl.col("first_currency") != pl.col("last_currency")).height
    if not mixed:
        return ""
    who = "a site sends" if mixed == 1 else f"{mixed} sites send"
    return f"{who} amounts in several currencies, which are never converted"
