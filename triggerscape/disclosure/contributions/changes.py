"""How many people changed in a row between two releases, as far as their samples tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.contributions.contribution import row_names
from triggerscape.disclosure.contributions.sample import WHOLE

if TYPE_CHECKING:
    from triggerscape.disclosure.contributions.sample import Sample


def changed_people(before: Sample, after: Sample) -> pl.DataFrame:
    """Per row of either sample: row, changed, is_exact.

    ``changed`` counts people who came, who left, and whose digest differs, never more than there
    are: those up to the smaller limit of the two samples, or, where that is more, by how many the
    row grew or shrank. Of people who withdrew since, no more is known than how many; the difference
    of two such numbers is the least that can have changed. ``is_exact`` where both samples hold
    everybody, and at most one of the rows ever held somebody who withdrew.
    """
    was = before.rows.select("row", n_was="n_people", limit_was="limit", gone_was="withdrawn")
    now = after.rows.select("row", n_now="n_people", limit_now="limit", gone_now="withdrawn")
    rows = was.join(now, on="row", how="full", coalesce=True).with_columns(
        pl.col("n_was", "n_now", "gone_was", "gone_now").fill_null(0),
        pl.col("limit_was", "limit_now").fill_null(pl.lit(WHOLE, pl.UInt64)),
    )
    rows = rows.with_columns(limit=pl.min_horizontal("limit_was", "limit_now"))
    people = before.people.rename({"digest": "was"}).join(
        after.people.rename({"digest": "now"}),
        on=["row", "person_id", "place"],
        how="full",
        coalesce=True,
    )
    differs = pl.col("was").ne_missing(pl.col("now"))
    counted = (
        people.join(rows.select("row", "limit"), on="row")
        .filter(differs, pl.col("place") <= pl.col("limit"))
        .group_by("row")
        .len("differing")
    )
    grown = (pl.col("n_now") - pl.col("n_was")).abs()
    withdrawn = (pl.col("gone_now") - pl.col("gone_was")).abs()
    seen = pl.col("differing").fill_null(0).cast(pl.Int64) + withdrawn
    is_whole = pl.col("limit") == WHOLE
    told = (pl.col("gone_was") == 0) | (pl.col("gone_now") == 0)
    return (
        rows.join(counted, on="row", how="left")
        .select("row", changed=pl.max_horizontal(seen, grown), is_exact=is_whole & told)
        .sort("row")
    )


def changed_in(frame: pl.DataFrame, before: Sample, after: Sample) -> pl.DataFrame:
    """The frame's rows by the samples' keys, each with its changed and is_exact.

    A row of which neither sample knows anybody has 0, exactly: nobody was or is in it.
    """
    found = changed_people(before, after)
    keyed = frame.with_columns(row_names(frame, after.keys))
    return (
        keyed.join(found, on="row", how="left", maintain_order="left")
        .drop("row")
        .with_columns(pl.col("changed").fill_null(0), pl.col("is_exact").fill_null(value=True))
    )
