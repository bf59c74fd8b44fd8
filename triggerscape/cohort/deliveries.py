"""Deliveries of a population: every site's profile and files, as they would lie in an inbox."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import polars as pl

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.implied import implied_effects
from triggerscape.cohort.population import Population
from triggerscape.cohort.rows.coverage_rows import coverage_rows
from triggerscape.cohort.rows.diary_rows import diary_rows
from triggerscape.cohort.rows.person_rows import person_rows
from triggerscape.cohort.rows.questionnaire_rows import questionnaire_rows
from triggerscape.cohort.rows.therapy_rows import therapy_rows
from triggerscape.cohort.rows.visit_rows import visit_rows
from triggerscape.cohort.sending.files import SentFile, csv_file, manifest, parquet_file
from triggerscape.cohort.sending.keys import person_keys
from triggerscape.cohort.sending.periods import Period, manifest_head, periods_of
from triggerscape.cohort.sending.profiles import profile_text
from triggerscape.cohort.sending.site_format import to_site
from triggerscape.cohort.truth import write_truth

FileFormat = Literal["csv", "parquet"]


def write_deliveries(
    population: Population, home: Path, *, file_format: FileFormat = "csv"
) -> list[Path]:
    """Write every site's profile and deliveries into a workspace; gives back the delivery folders.

    With ``parquet`` every file is Parquet; with ``csv`` each site keeps its own way.
    """
    folders = []
    (home / "sites").mkdir(parents=True, exist_ok=True)
    for world in population.worlds():
        site = world.site
        as_parquet = file_format == "parquet" or "parquet" in site.traits
        profile = profile_text(site, as_parquet=as_parquet)
        (home / "sites" / f"{site.code}.toml").write_text(profile, encoding="utf-8")
        rows = _dated_rows(world)
        for period in periods_of(site, world.calendar):
            files = [
                parquet_file(contract, frame) if as_parquet else csv_file(contract, frame, site)
                for contract, frame in _delivery_rows(world, rows, period).items()
            ]
            folder = home / "inbox" / site.code / period.name
            folder.mkdir(parents=True, exist_ok=True)
            for file in files:
                (folder / file.name).write_bytes(file.data)
            _write_manifest(world, period, files, folder)
            folders.append(folder)
    return folders


def write_truth_folder(population: Population, path: Path) -> None:
    """Write what was planted (``truth.toml``) and what that implies (``implied.csv``).

    Keep the folder outside the workspace, where no analysis looks.
    """
    path.mkdir(parents=True, exist_ok=True)
    write_truth(population.truth, path / "truth.toml")
    implied_effects(population).write_csv(path / "implied.csv", float_precision=6)


def _dated_rows(world: World) -> dict[str, tuple[str, pl.DataFrame]]:
    """The rows that belong to a day, each contract with the column that says which."""
    keys = person_keys(world)
    rows = {
        "diary": ("diary_date", diary_rows(world, keys)),
        "visit": ("visit_date", visit_rows(world, keys)),
        "questionnaire": ("completed_on", questionnaire_rows(world, keys)),
    }
    if world.site.attacks_only:
        rows["diary_coverage"] = ("from_date", coverage_rows(world, keys))
    return rows


def _delivery_rows(
    world: World, dated: dict[str, tuple[str, pl.DataFrame]], period: Period
) -> dict[str, pl.DataFrame]:
    """The rows of one delivery, as the site writes them; a contract without rows is left out.

    Not so therapies: a month without any is sent as a file without rows, since no file would only
    say that nobody knows.
    """
    keys = person_keys(world)
    first = world.calendar.date_of(period.since)
    last = world.calendar.date_of(period.until - 1)
    rows = {
        contract: frame.filter(pl.col(column).is_between(first, last))
        for contract, (column, frame) in dated.items()
    }
    rows["person"] = person_rows(world, keys, period.until)
    rows["therapy"] = therapy_rows(world, keys, period.since, period.until)
    return {
        contract: to_site(contract, frame, world.site)
        for contract, frame in rows.items()
        if frame.height or contract == "therapy"
    }


def _write_manifest(world: World, period: Period, files: list[SentFile], folder: Path) -> None:
    head = manifest_head(world.site, world.calendar, period)
    (folder / "manifest.json").write_bytes(manifest(head, files))
