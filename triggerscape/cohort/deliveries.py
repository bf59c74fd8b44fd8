"""Deliveries of a population: every site's profile and files, as they would lie in an inbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import polars as pl

from triggerscape.cohort.implied import implied_effects
from triggerscape.cohort.population import Population
from triggerscape.cohort.sending.diary_rows import diary_rows
from triggerscape.cohort.sending.files import SentFile, make_file, manifest
from triggerscape.cohort.sending.keys import person_keys
from triggerscape.cohort.sending.person_rows import coverage_rows, person_rows, questionnaire_rows
from triggerscape.cohort.sending.profiles import profile_text
from triggerscape.cohort.sending.site_format import to_site
from triggerscape.cohort.sending.visit_rows import therapy_rows, visit_rows
from triggerscape.cohort.truth import write_truth
from triggerscape.cohort.world.calendar import RUN_IN, Calendar
from triggerscape.cohort.world.simulation import World

FileFormat = Literal["csv", "parquet"]
_DATE_OF = {"diary": "diary_date", "visit": "visit_date", "questionnaire": "completed_on"}


@dataclass(frozen=True)
class Period:
    """A stretch of days that one delivery reports: ``since`` up to, not including, ``until``."""

    name: str
    since: int
    until: int
    mode: str


def write_deliveries(
    population: Population, home: Path, *, file_format: FileFormat = "csv"
) -> list[Path]:
    """Write every site's profile and deliveries into a workspace; gives back the delivery folders.

    With ``parquet`` every file is Parquet; with ``csv`` each site keeps its own way.
    """
    folders = []
    (home / "sites").mkdir(parents=True, exist_ok=True)
    for world in population.worlds():
        as_parquet = file_format == "parquet" or "parquet" in world.site.traits
        profile = home / "sites" / f"{world.site.code}.toml"
        profile.write_text(profile_text(world.site, as_parquet), encoding="utf-8")
        for period, files in site_deliveries(world, as_parquet):
            folder = home / "inbox" / world.site.code / f"{world.site.code}-{period.name}"
            folder.mkdir(parents=True, exist_ok=True)
            for file in files:
                (folder / file.name).write_bytes(file.data)
            (folder / "manifest.json").write_bytes(_manifest(world, folder.name, period, files))
            folders.append(folder)
    return folders


def write_truth_folder(population: Population, path: Path) -> None:
    """Write what was planted (``truth.toml``) and what it implies (``implied.csv``); keep it outside
    the workspace, where no analysis looks.
    """
    path.mkdir(parents=True, exist_ok=True)
    write_truth(population.truth, path / "truth.toml")
    implied_effects(population).write_csv(path / "implied.csv", float_precision=6)


def site_deliveries(world: World, as_parquet: bool) -> Iterator[tuple[Period, list[SentFile]]]:
    """A site's deliveries in order of time, each with its files."""
    keys = person_keys(world)
    by_day = {
        "diary": diary_rows(world, keys),
        "visit": visit_rows(world, keys, world.calendar.length),
        "questionnaire": questionnaire_rows(world, keys),
    }
    for period in _periods(world):
        first, last = (world.calendar.date_of(day) for day in (period.since, period.until - 1))
        frames = {"person": person_rows(world, keys, period.until)}
        for contract, rows in by_day.items():
            frames[contract] = rows.filter(pl.col(_DATE_OF[contract]).is_between(first, last))
        frames["therapy"] = therapy_rows(world, keys, period.since, period.until)
        if world.site.attacks_only:
            frames["diary_coverage"] = coverage_rows(world, keys)
        yield (
            period,
            [
                make_file(
                    contract, contract, to_site(contract, rows, world.site), world.site, as_parquet
                )
                for contract, rows in frames.items()
                if rows.height
            ],
        )


def _periods(world: World) -> list[Period]:
    """One delivery of everything, or one a calendar month."""
    calendar = world.calendar
    if "calendar_months" not in world.site.traits:
        return [
            Period(
                calendar.date_of(calendar.length - 1).isoformat(), RUN_IN, calendar.length, "full"
            )
        ]
    cuts = [day for day in range(RUN_IN + 1, calendar.length) if calendar.date_of(day).day == 1]
    bounds = [RUN_IN, *cuts, calendar.length]
    return [
        Period(calendar.date_of(since).strftime("%Y-%m"), since, until, "incremental")
        for since, until in zip(bounds, bounds[1:], strict=False)
    ]


def _manifest(world: World, delivery_id: str, period: Period, files: list[SentFile]) -> bytes:
    calendar: Calendar = world.calendar
    extracted = calendar.date_of(period.until - 1) + timedelta(days=8)
    return manifest(
        world.site,
        delivery_id,
        (
            calendar.date_of(period.since).isoformat(),
            calendar.date_of(period.until - 1).isoformat(),
        ),
        files,
        mode=period.mode,
        extracted_at=f"{extracted.isoformat()}T04:00:00Z",
    )
