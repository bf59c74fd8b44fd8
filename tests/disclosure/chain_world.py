"""Made-up studies of twelve periods: who is in them when, and the rows of two published tables.

People join, some withdraw, and some windows of theirs arrive a period late. Rows: people by site,
sex and age; migraine days by site and window; migraine days by site in everybody's first window.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.population import POPULATION

FIRST_WINDOW = date(2025, 12, 1)


@dataclass(frozen=True)
class World:
    """Everybody who is ever in the study: (n,) each, ``days`` (n, periods)."""

    site: np.ndarray
    sex: np.ndarray
    age: np.ndarray
    joins: np.ndarray
    withdraws: np.ndarray
    is_late: np.ndarray
    days: np.ndarray

    @property
    def periods(self) -> int:
        return int(self.days.shape[1])


def world(seed: int, *, people: int = 300, sites: int = 3, periods: int = 12) -> World:
    """Half the people are there from the first period; a few join, withdraw and tell late."""
    draw = np.random.default_rng([seed, people, sites])
    joins = np.where(draw.random(people) < 0.55, 0, draw.integers(0, periods, people))
    leaves = joins + draw.integers(1, periods, people)
    return World(
        site=draw.choice([f"S{n:02d}" for n in range(1, sites + 1)], people, p=_uneven(sites)),
        sex=draw.choice(["female", "male"], people, p=[0.75, 0.25]),
        age=draw.choice(["18 to 29", "30 to 44"], people, p=[0.3, 0.7]),
        joins=joins,
        withdraws=np.where(draw.random(people) < 0.08, leaves, periods),
        is_late=draw.random((people, periods)) < 0.05,
        days=draw.integers(0, 29, (people, periods)),
    )


def _uneven(sites: int) -> np.ndarray:
    weight = np.arange(1, sites + 1, dtype=np.float64) + 1
    return weight / weight.sum()


def window_start(period: int) -> date:
    return FIRST_WINDOW + timedelta(days=28 * period)


def people_behind(of: World, period: int) -> dict[str, pl.DataFrame]:
    """By table: its keys, person, digest and days of everybody behind each row, as of a period."""
    person = np.arange(of.site.size)
    is_in = (of.joins <= period) & (of.withdraws > period)
    place = pl.DataFrame(
        {"person": person, "scope_id": of.site, "sex": of.sex, "age_band": of.age}
    ).filter(pl.Series(is_in))
    every = [place]
    for column in ("scope_id", "sex", "age_band"):
        every += [frame.with_columns(pl.lit("all").alias(column)) for frame in every]
    population = pl.concat(every).with_columns(
        measure_id=pl.lit("people"), digest=pl.lit(1, pl.Int64), days=pl.lit(0, pl.Int64)
    )
    windows = []
    for window in range(period + 1):
        arrived = ~of.is_late[:, window] | (period > window)
        there = is_in & arrived & (of.joins <= window)
        windows.append(_of_window(of, there, window, "calendar", of.days[:, window]))
    first = of.days[person, of.joins]
    told = ~of.is_late[person, of.joins] | (of.joins < period)
    windows.append(_of_window(of, is_in & told, 0, "personal", first))
    return {POPULATION.name: population, BURDEN_SITE_WINDOW.name: pl.concat(windows)}


def _of_window(
    of: World, there: np.ndarray, window: int, kind: str, days: np.ndarray
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person": np.flatnonzero(there),
            "site_id": of.site[there],
            "days": days[there].astype(np.int64),
            "digest": days[there].astype(np.int64),
        }
    ).with_columns(
        window_kind=pl.lit(kind),
        window_index=pl.lit(window, pl.Int32),
        measure_id=pl.lit("mmd_mean"),
    )


def true_frames(people: dict[str, pl.DataFrame], of: World) -> dict[str, pl.DataFrame]:
    """The rows of both tables before protection."""
    key = list(POPULATION.key)
    sites = [*sorted(set(of.site.tolist())), "all"]
    grid = (
        pl.DataFrame({"scope_id": sites})
        .join(pl.DataFrame({"sex": ["female", "male", "all"]}), how="cross")
        .join(pl.DataFrame({"age_band": ["18 to 29", "30 to 44", "all"]}), how="cross")
        .with_columns(measure_id=pl.lit("people"))
    )
    counted = people[POPULATION.name].group_by(key).agg(n_people=pl.len().cast(pl.Int64))
    population = grid.join(counted, on=key, how="left").with_columns(
        pl.col("n_people").fill_null(0), n_sites=pl.lit(3, pl.Int64), status=pl.lit("ok")
    )
    burden_key = list(BURDEN_SITE_WINDOW.key)
    start = pl.lit(FIRST_WINDOW) + pl.duration(days=28 * pl.col("window_index"))
    burden = (
        people[BURDEN_SITE_WINDOW.name]
        .group_by(burden_key)
        .agg(n_people=pl.len().cast(pl.Int64), estimate=pl.col("days").mean())
        .with_columns(
            window_start=pl.when(pl.col("window_kind") == "calendar").then(start.cast(pl.Date)),
            ci_low=pl.lit(None, pl.Float64),
            ci_high=pl.lit(None, pl.Float64),
            n_days=pl.col("n_people") * 28,
            n_sites=pl.lit(1, pl.Int64),
            status=pl.lit("ok"),
        )
    )
    names = [c for c in BURDEN_SITE_WINDOW.column_names if c not in {"release_id", "as_of_date"}]
    return {
        POPULATION.name: population.sort(key),
        BURDEN_SITE_WINDOW.name: burden.select(names).sort(burden_key),
    }
