"""How a site writes things down: its own headers, units, directions and words."""

from __future__ import annotations

import polars as pl

from triggerscape.cohort.days.questionnaires import HIT6_ITEMS
from triggerscape.cohort.setting.sites import Site


def to_site(contract: str, rows: pl.DataFrame, site: Site) -> pl.DataFrame:
    """Contract rows as this site would keep them; the profile declares how to come back."""
    if contract == "diary":
        rows = _diary(rows, site)
    if contract == "questionnaire" and "mean_item_hit6" in site.traits:
        rows = _mean_items(rows)
    return rows


def to_text(rows: pl.DataFrame, site: Site) -> pl.DataFrame:
    """Rows ready for a CSV file: lists joined by ``|``, dates and booleans in the site's words."""
    if "day_first" in site.traits:
        rows = rows.with_columns(pl.col(pl.Date).dt.strftime("%d/%m/%Y"))
    if "yes_no" in site.traits:
        rows = rows.with_columns(pl.col(pl.Boolean).replace_strict({True: "Y", False: "N"}))
    return rows.with_columns(pl.col(pl.List(pl.String)).list.join("|"))


def _diary(rows: pl.DataFrame, site: Site) -> pl.DataFrame:
    if "sleep_minutes" in site.traits:
        minutes = (pl.col("sleep_hours") * 60).round().cast(pl.Int16)
        rows = rows.with_columns(minutes).rename({"sleep_hours": "sleep_min"})
    if "headache_free" in site.traits:
        rows = rows.with_columns(~pl.col("headache")).rename({"headache": "headache_free"})
    if "posture_reversed" in site.traits:
        rows = rows.with_columns(posture_rating=6 - pl.col("posture_rating"))
    return rows


def _mean_items(rows: pl.DataFrame) -> pl.DataFrame:
    """The mean of the HIT-6 items, to one decimal, in place of their sum."""
    mean = (pl.col("total") / HIT6_ITEMS).round(1)
    total = pl.when(pl.col("instrument") == "hit6").then(mean).otherwise(pl.col("total"))
    return rows.with_columns(total=total.cast(pl.Float64))
