"""Shares of person-windows, with intervals that know several windows are one person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERYTHING = "all"
_Z2 = float(stats.norm.ppf(0.975)) ** 2


def person_shares(windows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The share of person-windows that are hits, one row per group of ``by``, sorted by it.

    ``windows`` has person_id, site_code, observed_days and is_hit. Gives share, ci_low, ci_high,
    n_people, n_hit (people with a hit), n_windows, n_days and n_sites.

    R = sum(x) / sum(w) over people; its linearised variance sum((x - R w)^2) / sum(w)^2 n / (n - 1)
    says how many independent windows they are worth, R (1 - R) / var; the interval is Wilson's of
    so many (Franco et al, J Surv Stat Methodol 2019;7:334). Where all agree: of so many people.
    """
    people = windows.group_by([*by, "person_id"]).agg(
        pl.len().cast(pl.Int64).alias("w"),
        pl.col("is_hit").sum().cast(pl.Int64).alias("x"),
        pl.col("observed_days").sum().cast(pl.Int64).alias("days"),
    )
    sites = windows.group_by(by).agg(pl.col("site_code").n_unique().cast(pl.Int64).alias("n_sites"))
    w, x = pl.col("w"), pl.col("x")
    summed = people.group_by(by).agg(
        pl.len().cast(pl.Int64).alias("n_people"),
        (x > 0).sum().cast(pl.Int64).alias("n_hit"),
        w.sum().alias("n_windows"),
        x.sum().alias("hits"),
        pl.col("days").sum().alias("n_days"),
        (x * x).sum().alias("xx"),
        (x * w).sum().alias("xw"),
        (w * w).sum().alias("ww"),
    )
    share, n, whole = pl.col("share"), pl.col("n_people"), pl.col("n_windows")
    # In whole numbers up to here, so that the order of people changes no bit.
    squares = pl.col("xx") - 2 * share * pl.col("xw") + share * share * pl.col("ww")
    worth = share * (1 - share) * whole * whole * (n - 1) / (n * squares)
    pull, middle, reach = pl.col("pull"), pl.col("middle"), pl.col("reach")
    return (
        summed.join(sites, on=list(by))
        .with_columns((pl.col("hits") / whole).alias("share"))
        .with_columns(
            pl.when((squares > 0) & (n > 1) & (share > 0) & (share < 1))
            .then(worth)
            .otherwise(n)
            .alias("worth")
        )
        .with_columns((_Z2 / pl.col("worth")).alias("pull"))
        .with_columns(
            ((share + pull / 2) / (1 + pull)).alias("middle"),
            ((pull * share * (1 - share) + pull * pull / 4).sqrt() / (1 + pull)).alias("reach"),
        )
        .with_columns(
            (middle - reach).clip(0.0, 1.0).alias("ci_low"),
            (middle + reach).clip(0.0, 1.0).alias("ci_high"),
        )
        .select(
            *by, "share", "ci_low", "ci_high", "n_people", "n_hit", "n_windows", "n_days", "n_sites"
        )
        .sort(by)
    )


def shares_by_place(windows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """``person_shares`` of all windows at each site, of each window over all sites, and of all.

    Adds scope_id, a site or all, and window_id, the window's first day or all.
    """
    everywhere = pl.lit(EVERYTHING).alias("scope_id")
    always = pl.lit(EVERYTHING).alias("window_id")
    at_site = pl.col("site_code").cast(pl.String).alias("scope_id")
    in_window = pl.col("window_start").cast(pl.String).alias("window_id")
    keys = [*by, "scope_id", "window_id"]
    cuts = ((at_site, always), (everywhere, in_window), (everywhere, always))
    return pl.concat([person_shares(windows.with_columns(*cut), keys) for cut in cuts]).sort(keys)
