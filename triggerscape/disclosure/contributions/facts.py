"""Who stands behind each published row: people, sites, and the largest of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    import duckdb

    from triggerscape.disclosure.contributions.contribution import Contribution

FACTS = {
    "people_counted": pl.Int64,
    "people_behind": pl.Int64,
    "sites_behind": pl.Int64,
    "site_people_1": pl.Int64,
    "site_people_2": pl.Int64,
    "amount_total": pl.Float64,
    "amount_1": pl.Float64,
    "amount_2": pl.Float64,
}


def row_facts(
    con: duckdb.DuckDBPyConnection, of: Contribution, true_frame: pl.DataFrame
) -> pl.DataFrame:
    """One row per row of ``true_frame``, in its order: its key columns that tell people apart, and

    people_counted (whom ``n_people`` counts) and people_behind (with all the fit saw),
    sites_behind, people of the largest site and the second largest, amount_total, and the two
    largest amounts of a person; amounts are null where people add none. Rows nobody stands behind
    have 0. Sums and counts are DuckDB's, so memory is bounded by rows.
    """
    keys = ", ".join(map(quoted, of.keys))
    query = f"""
WITH given AS ({of.sql}),
site AS (
    SELECT {keys}, site_code, count(*) AS people, count(*) FILTER (is_counted) AS counted,
        sum(CAST(person_amount AS DECIMAL(38, 6))) AS amount, max(person_amount, 2) AS largest
    FROM given
    GROUP BY {keys}, site_code
)
SELECT {keys}, sum(counted) AS people_counted, sum(people) AS people_behind,
    count(*) AS sites_behind, max(people, 2) AS at_sites, sum(amount) AS amount_total,
    list_reverse_sort(flatten(list(coalesce(largest, [])))) AS amounts
FROM site
GROUP BY {keys}
"""
    found = con.sql(query).pl()
    counted = found.with_columns(
        site_people_1=pl.col("at_sites").list.get(0, null_on_oob=True),
        site_people_2=pl.col("at_sites").list.get(1, null_on_oob=True).fill_null(0),
        amount_1=pl.col("amounts").list.get(0, null_on_oob=True),
        amount_2=pl.col("amounts").list.get(1, null_on_oob=True),
    ).drop("at_sites", "amounts")
    asked = true_frame.select(of.keys)
    alike = counted.with_columns(pl.col(name).cast(asked.schema[name]) for name in of.keys)
    joined = asked.join(alike, on=of.keys, how="left", maintain_order="left")
    counts = [name for name, kind in FACTS.items() if kind == pl.Int64]
    return joined.with_columns(
        pl.col(name).cast(kind) for name, kind in FACTS.items()
    ).with_columns(pl.col(counts).fill_null(0))
