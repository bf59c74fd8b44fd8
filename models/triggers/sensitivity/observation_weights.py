"""How often days of a kind are recorded at all, and the weight that makes up for the others."""

from __future__ import annotations

import polars as pl

CELL = ("site_code", "weekend", "tenure", "clean_run")
BORROWED_DAYS = 20  # a cell leans on its site as if that many of its days came from there
LARGEST_WEIGHT = 10.0


def observation_weights(cells: pl.DataFrame) -> pl.DataFrame:
    """A weight for each cell: the inverse of the share of its days that are recorded.

    ``cells`` has the columns of ``CELL``, ``n_days`` that could have been at risk and
    ``n_recorded`` of them. A share leans on the site's own as far as the cell is small; a weight is
    at most 10, so that no rare kind of day carries an estimate by itself.
    """
    site = pl.col("n_recorded").sum().over("site_code") / pl.col("n_days").sum().over("site_code")
    share = (pl.col("n_recorded") + BORROWED_DAYS * site) / (pl.col("n_days") + BORROWED_DAYS)
    weight = pl.when(share > 0).then(1 / share).otherwise(1.0).clip(1.0, LARGEST_WEIGHT)
    return cells.select(*CELL, weight=weight).sort(CELL)
