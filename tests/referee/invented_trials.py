"""Invented trials.* tables: what starters and people who do not start were before and after.

Severity is a person's own; migraine days and all other outcomes follow it. A therapy adds its
``effect`` to the days of whoever starts it.
"""

from __future__ import annotations

import datetime as dt

import duckdb
import numpy as np
import polars as pl

from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference

FIRST = dt.date(2026, 1, 5)
SITES = ("east", "north", "west")
DAY_COUNTS = {"mmd": 0.0, "headache": 2.0, "severe": -6.0, "acute": -4.0}


def people_at_zero(
    people: int, effect: float, seed: int, *, first_id: int = 0, worse: float = 0.0
) -> pl.DataFrame:
    """Rows of trials.person_at_zero, one a person, all of whom start something with ``effect``.

    ``worse`` is how many days more they have than others, all the time.
    """
    draw = np.random.default_rng(seed)
    severity = draw.normal(12 + worse, 3, people)
    month = draw.integers(0, 6, people)

    def near(level: np.ndarray, spread: float) -> np.ndarray:
        return np.clip(level + draw.normal(0, spread, people), 0, 28)

    before = {f"mmd_m{back}": near(severity, 2.0) for back in range(6, 0, -1)}
    counted = {
        f"{name}_{when}": near(severity + shift + (effect if when == "after" else 0.0), 1.5)
        for name, shift in DAY_COUNTS.items()
        for when in ("before", "after")
    }
    return pl.DataFrame(
        {
            "person_id": first_id + np.arange(people),
            "site_code": np.array(SITES)[draw.integers(0, len(SITES), people)],
            "index_date": [FIRST + dt.timedelta(days=int(28 * m)) for m in month],
            "month_index": month,
            **before,
            **counted,
            "hit6_before": np.round(50 + severity),
            "hit6_after": np.round(50 + severity + 2 * effect + draw.normal(0, 3, people)),
            "midas_before": np.round(2 * severity),
            "midas_after": np.round(np.clip(2 * severity + draw.normal(0, 6, people), 0, None)),
            "observed_before": draw.uniform(20, 28, people),
            "observed_after": draw.uniform(20, 28, people),
            "outcome_days": np.full(people, 50),
            "age_years": draw.integers(18, 70, people),
            "is_female": draw.random(people) < 0.8,
            "is_chronic": draw.random(people) < 0.3,
            "therapies_before": draw.integers(0, 3, people),
            "neck_pain_before": draw.uniform(0, 10, people),
            "stress_before": pl.Series(draw.uniform(0, 10, people)),
        }
    ).with_columns(
        neck_pain_before=pl.when(pl.col("person_id") % 5 > 0).then(pl.col("neck_pain_before")),
        hit6_after=pl.when(pl.col("person_id") % 4 > 0).then(pl.col("hit6_after")),
    )


def trials_connection(
    started: dict[str, pl.DataFrame], waiting: pl.DataFrame, later: dict[str, int]
) -> duckdb.DuckDBPyConnection:
    """The tables a trial reads: people by the therapy they start, and those who start nothing.

    ``later`` is how many of those still start a therapy, 200 days on: the worst off.
    """
    con = duckdb.connect()
    make_reference(con, Settings())
    everybody = pl.concat([*started.values(), waiting], how="vertical_relaxed")
    starts = pl.concat(
        [
            frame.select(
                "person_id",
                "site_code",
                "index_date",
                therapy_id=pl.lit(therapy),
                co_starts=pl.lit(0),
                leaf=pl.lit(therapy),
                sessions_28=pl.lit(4),
                minutes_28=pl.lit(120),
                is_stopped_by_84=pl.col("person_id") % 3 == 0,
            )
            for therapy, frame in started.items()
        ]
    )
    first = [starts.select("person_id", "site_code", "therapy_id", "index_date")]
    worst = waiting.sort("mmd_before", "person_id", descending=True)
    first += [
        worst.head(count).select(
            "person_id",
            "site_code",
            therapy_id=pl.lit(therapy),
            index_date=pl.col("index_date") + dt.timedelta(days=200),
        )
        for therapy, count in later.items()
    ]
    tables = {
        "trials.person_at_zero": everybody,
        "trials.start": starts,
        "trials.possible_zero": waiting.select(
            "person_id", "site_code", "month_index", "index_date"
        ),
        "features.first_use": pl.concat(first),
    }
    for name, frame in tables.items():
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {name.split('.')[0]}")
        con.register("invented", frame.to_arrow())
        con.execute(f"CREATE TABLE {name} AS FROM invented")
        con.unregister("invented")
    return con
