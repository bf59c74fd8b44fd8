"""Which sites can tell the techniques of a group apart.

Billing codes count body regions and minutes, never techniques. At a site that bills so, nobody is
known to have had another technique than somebody else: the site counts for the group alone. To roll
every technique of all sites up because one site cannot tell would throw away what the others know.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

MOST_UNTOLD = 0.05
"""Share of a site's starters whose technique is not told, up to which the others are believed."""


def telling_sites(starters: pl.DataFrame, untold: Collection[str]) -> list[str]:
    """Sites, in order, where at most one starter in twenty has no known technique.

    ``starters`` has site_code and leaf, one row per starter of the group; ``untold`` are the leaves
    that say the group and no technique. The few without one are left out there, not guessed.
    """
    is_untold = pl.col("leaf").is_null() | pl.col("leaf").is_in(list(untold))
    shares = starters.group_by("site_code").agg(share=is_untold.mean())
    return shares.filter(pl.col("share") <= MOST_UNTOLD)["site_code"].sort().to_list()


def told_people(
    people: pl.DataFrame, untold: Collection[str]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The people of sites that tell, with ``arm`` 0 for the comparator and from 1 on a technique.

    ``people`` are a trial of the group against its comparator: arm 1 or 0, site_code and leaf. The
    comparator's people are those of the same sites. The techniques come in order of their names.
    """
    started = pl.col("arm") == 1
    sites = telling_sites(people.filter(started), untold)
    known = people.filter(
        pl.col("site_code").is_in(sites)
        & (~started | (pl.col("leaf").is_not_null() & ~pl.col("leaf").is_in(list(untold))))
    )
    leaves = tuple(known.filter(started)["leaf"].unique().sort().to_list())
    places = {leaf: place for place, leaf in enumerate(leaves, start=1)}
    arm = pl.col("leaf").replace_strict(places, default=None, return_dtype=pl.Int64)
    return known.with_columns(arm=pl.when(started).then(arm).otherwise(0)), leaves
