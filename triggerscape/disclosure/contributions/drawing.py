"""The sample of the people of each row that is kept to see later who changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.contributions.contribution import row_names
from triggerscape.disclosure.contributions.sample import PEOPLE, ROWS, WHOLE, Sample
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    import duckdb

    from triggerscape.disclosure.contributions.contribution import Contribution

MOST_PEOPLE = 512
"""People kept of a row; the store does not grow with the population."""


def draw_sample(
    con: duckdb.DuckDBPyConnection, of: Contribution, key: bytes, *, most: int = MOST_PEOPLE
) -> Sample:
    """Of each row everybody up to ``most`` people, else those with the smallest places.

    A person's place is a hash under ``key`` of who they are, alike in every row and every release:
    two samples of one row hold the same people up to the smaller of their limits (bottom-k
    sketches: Cohen and Kaplan, PODC 2007), and memory and store are bounded by rows, not people.
    """
    names = ", ".join(map(quoted, of.keys))
    keys = ", ".join(f"g.{quoted(name)}" for name in of.keys)
    query = f"""
WITH given AS MATERIALIZED ({of.sql}),
person AS (
    SELECT person_id, md5_number_lower($key || CAST(person_id AS VARCHAR)) AS place
    FROM (SELECT DISTINCT person_id FROM given)
),
ranked AS (
    SELECT {keys}, g.person_id, p.place, g.digest,
        row_number() OVER (PARTITION BY {keys} ORDER BY p.place, g.person_id) AS rank,
        count(*) OVER (PARTITION BY {keys}) AS n_people
    FROM given AS g
    JOIN person AS p ON p.person_id = g.person_id
)
SELECT {names}, any_value(n_people) AS n_people, max(place) AS limit,
    list({{'person_id': person_id, 'place': place, 'digest': digest}} ORDER BY rank) AS people
FROM ranked
WHERE rank <= {int(most)}
GROUP BY {names}
"""
    drawn: pl.DataFrame = con.sql(query, params={"key": key.hex()}).pl()
    named = drawn.with_columns(row_names(drawn, of.keys)).sort("row")
    everybody = pl.lit(WHOLE, pl.UInt64)
    rows = named.with_columns(
        pl.when(pl.col("n_people") <= most).then(everybody).otherwise("limit").alias("limit"),
        pl.lit(0).alias("withdrawn"),
    )
    people = named.select("row", "people").explode("people").unnest("people")
    return Sample(
        keys=of.keys,
        rows=rows.select(pl.col(name).cast(kind) for name, kind in ROWS.items()),
        people=people.select(pl.col(name).cast(kind) for name, kind in PEOPLE.items()),
    )
