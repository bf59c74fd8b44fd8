"""Invented findings beside the headline, made from its rows."""

from __future__ import annotations

import polars as pl
from fixture_references import SITES

_SHARED = (
    "trigger_id outcome_id measure_id estimate ci_low ci_high n_people n_days n_sites status "
    "smallest_detectable n_attacks"
).split()


def _within(effects: pl.DataFrame) -> pl.DataFrame:
    return effects.filter(pl.col("estimand_id") == "within_person").select(_SHARED)


def timing_of(effects: pl.DataFrame) -> pl.DataFrame:
    """Five days of each factor; what follows an attack has a q-value."""
    days = pl.DataFrame({"lag_days": [-1, 0, 1, 2, 3]}, schema={"lag_days": pl.Int32})
    after = pl.col("lag_days") == -1
    known = pl.col("estimate").is_not_null()
    return (
        _within(effects)
        .join(days, how="cross")
        .with_columns(
            q_value=pl.when(after & known).then(0.31),
            reading=pl.when(after)
            .then(pl.lit("no link after attacks is shown"))
            .otherwise(pl.lit("beside the day fixed beforehand: no test")),
        )
    )


def sites_of(effects: pl.DataFrame) -> pl.DataFrame:
    """Each factor at each site; one site has so few people that it must be hidden."""
    sites = pl.DataFrame({"site_id": list(SITES)}).with_row_index("place")
    first = pl.min_horizontal("n_people", 7)
    others = (pl.col("n_people") - first) // (len(SITES) - 1)
    left = (pl.col("n_people") - first) % (len(SITES) - 1)
    return (
        _within(effects)
        .join(sites, how="cross")
        .with_columns(
            n_people=pl.when(pl.col("site_id") == "site-c")
            .then(first)
            .when(pl.col("site_id") == "site-a")
            .then(others + left)
            .otherwise(others)
        )
        .drop("place")
        .with_columns(
            n_days=pl.col("n_people") * 160,
            n_attacks=pl.col("n_people") * 6,
            n_sites=pl.lit(1),
            without_it=pl.col("estimate"),
        )
    )


def odds_of(effects: pl.DataFrame) -> pl.DataFrame:
    """Each factor once more, as an odds ratio a little further from 1."""
    return _within(effects).with_columns(
        measure_id=pl.lit("odds_ratio"),
        p_value=pl.when(pl.col("estimate").is_not_null()).then(0.0234),
        **{name: pl.col(name) ** 1.1 for name in ("estimate", "ci_low", "ci_high")},
    )
