"""Invented burden of subgroups, and what people answered: every part adds up to its whole."""

from __future__ import annotations

import polars as pl

FIRST_WINDOW = 9
"""Subgroups and answers are of the last four of the thirteen windows."""
_ANSWERED = {
    "premonitory_day_share": (0.42, 1.0, 0.9),
    "hit6_mean": (61.0, 78.0, 0.8),
    "midas_mean": (34.0, 276.0, 0.3),
    "satisfaction_mean": (7.9, 10.0, 0.2),
}
_IN_BOTH = "mmd_mean mhd_mean acute_drug_days severe_day_share hit6_mean midas_mean".split()
_KINDS: dict[str, dict[str, float]] = {
    "age_band": {"18 to 29": 0.2, "30 to 44": 0.4, "45 to 59": 0.3, "60 and over": 0.1},
    "chronicity": {"changing or unknown": 0.25, "chronic": 0.08, "episodic": 0.67},
    "diagnosis": {"mwa": 0.3, "mwoa": 0.68, "unknown": 0.02},
    "sex": {"female": 0.78, "male": 0.2, "unknown": 0.02},
}
_DAYS = "mmd_mean mhd_mean acute_drug_days".split()
_TIMES_AS_MUCH = {"chronic": 1.9, "episodic": 0.8, "male": 0.9, "60 and over": 1.1}


def answered_rows(burden: pl.DataFrame) -> pl.DataFrame:
    """Further rows of pub.burden_site_window before protection, of people it has already."""
    days = burden.filter(pl.col("window_index") >= FIRST_WINDOW, measure_id="mmd_mean")
    rows = []
    for measure, (typical, most, share) in _ANSWERED.items():
        people = (share * pl.col("n_people")).floor().cast(pl.Int64)
        value = typical * (0.9 + pl.col("estimate") / 60)
        half = 0.2 * value / people.sqrt()
        rows.append(
            days.with_columns(
                measure_id=pl.lit(measure),
                n_people=people,
                n_days=people,
                estimate=value,
                ci_low=value - half,
                ci_high=pl.min_horizontal(value + half, most),
            )
        )
    return pl.concat(rows)


def subgroup_rows(burden: pl.DataFrame) -> pl.DataFrame:
    """Rows of pub.burden_subgroup before protection: everybody is all sites of a window."""
    place = ["window_index", "window_start", "measure_id"]
    everybody = (
        burden.filter(pl.col("measure_id").is_in(_IN_BOTH), pl.col("window_index") >= FIRST_WINDOW)
        .group_by(place)
        .agg(
            pl.col("n_people").sum(),
            pl.col("estimate").mean(),
            pl.col("site_id").filter(pl.col("n_people") > 0).n_unique().alias("n_sites"),
        )
        .with_columns(subgroup_kind=pl.lit("all"), subgroup_level=pl.lit("all"))
    )
    parts = [_level(everybody, kind, level) for kind in _KINDS for level in _KINDS[kind]]
    half = 0.9 * pl.col("estimate") / pl.col("n_people").sqrt()
    return (
        pl.concat([everybody, *parts])
        .with_columns(
            pl.col("n_people").cast(pl.Int64),
            pl.col("n_sites").cast(pl.Int64),
            ci_low=pl.col("estimate") - half,
            ci_high=pl.col("estimate") + half,
            n_days=23 * pl.col("n_people").cast(pl.Int64),
            status=pl.lit("ok"),
        )
        .sort("subgroup_kind", "subgroup_level", *place)
    )


def chronic_rows(subgroups: pl.DataFrame) -> pl.DataFrame:
    """Rows of pub.chronic_share before protection: of those with headache days, eight in 100."""
    people = subgroups.filter(
        pl.col("subgroup_kind") != "chronicity", pl.col("measure_id") == "mhd_mean"
    )
    chronic = subgroups.filter(subgroup_level="chronic", measure_id="mhd_mean")
    hits = chronic.select("window_index", hit_in_all="n_people")
    told = (
        people.join(hits, on="window_index")
        .with_columns(_shared(pl.col("hit_in_all")).alias("n_hit"))
        .with_columns(share=pl.col("n_hit") / pl.col("n_people"))
    )
    half = 2 * (pl.col("share") * (1 - pl.col("share")) / pl.col("n_people")).sqrt()
    return told.select(
        "subgroup_kind",
        "subgroup_level",
        "window_index",
        "window_start",
        pl.lit("chronic_share").alias("measure_id"),
        pl.col("share").alias("estimate"),
        pl.max_horizontal(pl.col("share") - half, pl.lit(0.0)).alias("ci_low"),
        (pl.col("share") + half).alias("ci_high"),
        "n_people",
        "n_days",
        "n_sites",
        "status",
        "n_hit",
        (pl.col("n_people") - pl.col("n_hit")).alias("n_without"),
    )


def _level(everybody: pl.DataFrame, kind: str, level: str) -> pl.DataFrame:
    return everybody.with_columns(
        subgroup_kind=pl.lit(kind),
        subgroup_level=pl.lit(level),
        n_people=_part(pl.col("n_people"), kind, level),
        estimate=pl.when(pl.col("measure_id").is_in(_DAYS))
        .then(_TIMES_AS_MUCH.get(level, 1.0))
        .otherwise(1.0)
        * pl.col("estimate"),
    )


def _part(whole: pl.Expr, kind: str, level: str) -> pl.Expr:
    """The level's people: rounded down, and the most frequent level takes what is left over."""
    shares = _KINDS[kind]
    rest = max(shares, key=lambda name: shares[name])
    parts = {name: (share * whole).floor().cast(pl.Int64) for name, share in shares.items()}
    if level != rest:
        return parts[level]
    return whole - sum((part for name, part in parts.items() if name != rest), start=pl.lit(0))


def _shared(whole: pl.Expr) -> pl.Expr:
    """The people of ``whole`` by kind and level of the row."""
    found = whole
    for kind, levels in _KINDS.items():
        for level in levels:
            is_here = (pl.col("subgroup_kind") == kind) & (pl.col("subgroup_level") == level)
            found = pl.when(is_here).then(_part(whole, kind, level)).otherwise(found)
    return found
