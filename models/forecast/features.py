"""What the forecast looks at: columns of months.person_month as numbers, in families."""

from __future__ import annotations

import polars as pl

from triggerscape.vocabulary import THERAPY_GROUPS

HISTORY = "attack days so far"
FAMILIES: dict[str, tuple[str, ...]] = {
    HISTORY: (
        "attack_rate_1",
        "attack_rate_2",
        "attack_rate_3",
        "attack_rate_6",
        "attack_rate_so_far",
        "windows_so_far",
        "headache_rate",
        "severe_rate",
        "acute_rate",
        "is_medication_overuse",
        "is_chronic",
        "is_episodic",
    ),
    "how the diary is kept": ("observed_days", "attack_known_days"),
    "habits": (
        "sleep_hours",
        "stress",
        "caffeine_mg",
        "alcohol_units",
        "screen_hours",
        "sitting_hours",
        "posture_rating",
        "neck_pain",
        "menses_share",
    ),
    "questionnaires": ("hit6_total", "hit6_age_days", "midas_total", "midas_age_days"),
    "therapies in effect": (
        "therapies",
        *(f"on_{group}" for group in THERAPY_GROUPS if group not in {"abortive", "unmapped"}),
    ),
    "season": ("month_of_year",),
    "traits": ("age_years", "is_female", "is_diagnosed_chronic"),
}
FEATURES: tuple[str, ...] = tuple(name for names in FAMILIES.values() for name in names)
_MADE_HERE = ("is_chronic", "is_episodic", "is_female", "is_diagnosed_chronic")
_ALREADY_THERE = tuple(
    name for name in FEATURES if name not in _MADE_HERE and not name.startswith("on_")
)


def with_features(months: pl.DataFrame) -> pl.DataFrame:
    """Rows of months.person_month with every feature as a number, null where nobody knows.

    A group of therapies not on record is not in effect: 0, as in every design of therapies.
    """
    groups = pl.col("therapy_groups").fill_null([])
    return months.with_columns(
        *(pl.col(name).cast(pl.Float64) for name in _ALREADY_THERE),
        _is("chronicity", "chronic").alias("is_chronic"),
        _is("chronicity", "episodic").alias("is_episodic"),
        _is("sex", "female").alias("is_female"),
        _is("diagnosis", "chronic_migraine").alias("is_diagnosed_chronic"),
        *(
            groups.list.contains(name.removeprefix("on_")).cast(pl.Float64).alias(name)
            for name in FEATURES
            if name.startswith("on_")
        ),
    )


def _is(column: str, word: str) -> pl.Expr:
    said = pl.col(column)
    return pl.when(said != "unknown").then(said == word).cast(pl.Float64)
