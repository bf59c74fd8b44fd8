"""months.* a second time, in Polars: days put into windows, windows looked up one by one."""

from __future__ import annotations

import polars as pl
from invented_months import ORIGIN

from triggerscape.vocabulary import THERAPIES

KEY = ["person_id", "window_index"]
GROUPS = {therapy.code: therapy.group for therapy in THERAPIES}
Frames = dict[str, pl.DataFrame]


def in_windows(frame: pl.DataFrame, day: str) -> pl.DataFrame:
    since = (pl.col(day) - pl.lit(ORIGIN)).dt.total_days()
    return frame.with_columns(since.floordiv(28).cast(pl.Int32).alias("window_index"))


def person_months(of: Frames, fewest: int) -> pl.DataFrame:
    """Every column of months.person_month, in order of people and windows."""
    days = month_days(of["diary_spine"])
    rows = [_one(days, place, fewest) for place in days.iter_rows(named=True)]
    schema = {"person_id": pl.Int64, "window_index": pl.Int32}
    windows = pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)
    for more in (
        month_habits(of),
        month_scores(days, of["questionnaire_score"]),
        month_therapies(of),
        of["chronicity"].filter(window_kind="calendar").select(*KEY, "state"),
        of["medication_overuse"]
        .filter(window_kind="calendar")
        .select(*KEY, "is_medication_overuse"),
    ):
        windows = windows.join(more, on=KEY, how="left")
    windows = windows.join(of["person_trait"].drop("site_code"), on="person_id", how="left")
    is_migraine = pl.col("attack_basis") == "migraine"
    year = pl.col("last_day").dt.year().cast(pl.Int64)
    return windows.with_columns(
        chronicity=pl.when(is_migraine).then("state").otherwise(pl.lit("unknown")),
        therapies=pl.col("therapies").fill_null(0),
        month_of_year=pl.col("last_day").dt.month().cast(pl.Int64),
        age_years=pl.coalesce(year - pl.col("birth_year"), pl.col("age_years")),
    ).sort(KEY)


def month_days(spine: pl.DataFrame) -> pl.DataFrame:
    """Days counted, with the basis that the window's end could know."""
    told = spine.filter(pl.col("is_headache") & pl.col("is_migraine").is_not_null())
    first = told.group_by("person_id").agg(told_on=pl.col("diary_date").min())
    placed = in_windows(spine.filter(~pl.col("date_is_relative")), "diary_date")
    placed = placed.join(first, on="person_id", how="left").with_columns(
        last_day=pl.lit(ORIGIN) + pl.duration(days=28 * pl.col("window_index") + 27)
    )
    says = (pl.col("told_on") <= pl.col("last_day")).fill_null(value=False)
    placed = placed.with_columns(
        says=says, attack=pl.when(says).then("is_migraine").otherwise("is_headache")
    )
    counted = {
        "attack": "attack",
        "headache": "is_headache",
        "severe": "is_severe",
        "acute": "is_acute_drug",
        "outcome": "is_attack",
    }
    days = placed.group_by(*KEY, "site_code", "last_day", "says").agg(
        pl.col("is_observed").sum().cast(pl.Int64).alias("observed_days"),
        *(pl.col(c).count().cast(pl.Int64).alias(f"{n}_known_days") for n, c in counted.items()),
        *(pl.col(c).sum().cast(pl.Int64).alias(f"{n}_days") for n, c in counted.items()),
    )
    basis = pl.when("says").then(pl.lit("migraine")).otherwise(pl.lit("headache"))
    return days.filter(pl.col("observed_days") > 0).with_columns(attack_basis=basis).sort(KEY)


def _one(days: pl.DataFrame, here: dict[str, object], fewest: int) -> dict[str, object]:
    """What one window knows of itself and of the windows around it."""
    index = here["window_index"]
    own = days.filter(pl.col("person_id") == here["person_id"])
    known = own.filter(pl.col("attack_known_days") >= fewest, pl.col("window_index") <= index)
    following = own.filter(pl.col("window_index") == index + 1)

    def rate(of: pl.DataFrame, name: str = "attack") -> float | None:
        total = of[f"{name}_known_days"].sum()
        return 28.0 * of[f"{name}_days"].sum() / total if total else None

    def at(back: int) -> float | None:
        return rate(known.filter(pl.col("window_index") == index - back))

    now = own.filter(pl.col("window_index") == index)
    told = {
        f"{name}_rate": rate(now, name) if here[f"{name}_known_days"] >= fewest else None
        for name in ("headache", "severe", "acute")
    }
    return {
        **{name: here[name] for name in ("person_id", "site_code", "window_index", "attack_basis")},
        **{name: here[name] for name in ("last_day", "observed_days", "attack_known_days")},
        **{f"attack_rate_{back + 1}": at(back) for back in range(3)},
        "attack_rate_6": rate(known.filter(pl.col("window_index") > index - 6)),
        "attack_rate_so_far": rate(known),
        "windows_so_far": known.height,
        **told,
        "next_known_days": following["outcome_known_days"].item() if following.height else None,
        "next_attack_days": following["outcome_days"].item() if following.height else None,
    }


def month_habits(of: Frames) -> pl.DataFrame:
    calendar = of["diary_person"].filter(~pl.col("date_is_relative")).select("person_id")
    days = in_windows(of["habit_day"].join(calendar, on="person_id"), "diary_date")
    whole = {
        "sleep_hours": ("sleep_minutes", 60),
        "stress": ("stress_tenths", 10),
        "caffeine_mg": ("caffeine_mg", 1),
        "alcohol_units": ("alcohol_tenths", 10),
        "screen_hours": ("screen_minutes", 60),
        "sitting_hours": ("sitting_minutes", 60),
        "posture_rating": ("posture_rating", 1),
        "neck_pain": ("neck_pain", 1),
        "menses_share": ("menses", 1),
    }
    return days.group_by(KEY).agg(
        pl.when(pl.col(column).count() > 0)
        .then(pl.col(column).cast(pl.Int64).sum() / (per * pl.col(column).count()))
        .alias(name)
        for name, (column, per) in whole.items()
    )


def month_scores(days: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    found = days.select(*KEY, "last_day")
    for instrument in ("hit6", "midas"):
        own = scores.filter(pl.col("instrument") == instrument, pl.col("total").is_not_null())
        own = own.select("person_id", "completed_on", pl.col("total").alias(f"{instrument}_total"))
        latest = (
            found.select(*KEY, "last_day")
            .join(own, on="person_id")
            .filter(pl.col("completed_on") <= pl.col("last_day"))
            .sort("completed_on")
            .group_by(KEY, maintain_order=True)
            .last()
        )
        age = (pl.col("last_day") - pl.col("completed_on")).dt.total_days()
        latest = latest.select(*KEY, f"{instrument}_total", age.alias(f"{instrument}_age_days"))
        found = found.join(latest, on=KEY, how="left")
    return found.drop("last_day")


def month_therapies(of: Frames) -> pl.DataFrame:
    spine = in_windows(of["diary_spine"], "diary_date")
    last = (
        spine.filter("is_observed", ~pl.col("date_is_relative"))
        .group_by(KEY)
        .agg(pl.col("diary_date").max())
    )
    given = of["therapy_day"].filter(pl.col("phase") != "washout")
    group = pl.col("therapy_code").replace_strict(GROUPS, return_dtype=pl.String)
    return (
        last.join(given, on=["person_id", "diary_date"])
        .group_by(KEY)
        .agg(
            group.unique().sort().alias("therapy_groups"),
            pl.len().cast(pl.Int64).alias("therapies"),
        )
    )
