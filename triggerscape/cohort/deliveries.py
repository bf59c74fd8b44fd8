"""Deliveries of a population: every site's profile and files, as they would lie in an inbox."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.implied.implied_effects import implied_effects
from triggerscape.cohort.population import Population
from triggerscape.cohort.rows.coverage_rows import coverage_rows
from triggerscape.cohort.rows.diary_rows import diary_rows
from triggerscape.cohort.rows.person_rows import person_rows
from triggerscape.cohort.rows.questionnaire_rows import questionnaire_rows
from triggerscape.cohort.rows.therapy_rows import therapy_rows
from triggerscape.cohort.rows.visit_rows import visit_rows
from triggerscape.cohort.sender import Sender
from triggerscape.cohort.sending.file_formats import FileFormat, site_in
from triggerscape.cohort.sending.files import manifest
from triggerscape.cohort.sending.keys import Keys, site_keys
from triggerscape.cohort.sending.periods import Period, manifest_head, periods_of
from triggerscape.cohort.truth import write_truth


def write_deliveries(
    population: Population,
    home: Path,
    *,
    file_format: FileFormat = "csv",
    number_keys: bool = False,
) -> list[Path]:
    """Write every site's profile and deliveries into a workspace; gives back the delivery folders.

    With ``csv`` each site keeps its own way; with ``parquet`` and ``excel`` every file is one. The
    others are formats of clinics: sites that have one send visits, therapies and what else the
    format carries in it, the rest as CSV; sites known by app alone send CSV. All formats but
    ``csv`` have keys of figures, the same ones in each; with ``number_keys`` so has ``csv``.
    """
    are_numbers = number_keys or file_format != "csv"
    folders = []
    (home / "sites").mkdir(parents=True, exist_ok=True)
    for world in population.worlds():
        sender = Sender(site_in(world.site, file_format), file_format)
        profile = sender.profile(world, are_numbers=are_numbers)
        (home / "sites" / f"{world.site.code}.toml").write_text(profile, encoding="utf-8")
        keys = site_keys(world, are_numbers=are_numbers)
        rows = _dated_rows(world, keys)
        for period in periods_of(world.site, world.calendar):
            files = sender.files(_delivery_rows(world, keys, rows, period))
            folder = home / "inbox" / world.site.code / period.name
            folder.mkdir(parents=True, exist_ok=True)
            for file in files:
                (folder / file.name).write_bytes(file.data)
            head = manifest_head(world.site, world.calendar, period, sender.source_format)
            (folder / "manifest.json").write_bytes(manifest(head, files))
            folders.append(folder)
    return folders


def write_truth_folder(population: Population, path: Path) -> None:
    """Write what was planted (``truth.toml``) and what that implies (``implied.csv``).

    Keep the folder outside the workspace, where no analysis looks.
    """
    path.mkdir(parents=True, exist_ok=True)
    write_truth(population.truth, path / "truth.toml")
    implied_effects(population).write_csv(path / "implied.csv", float_precision=6)


def _dated_rows(world: World, keys: Keys) -> dict[str, tuple[str, pl.DataFrame]]:
    """The rows that belong to a day, each contract with the column that says which."""
    rows = {
        "diary": ("diary_date", diary_rows(world, keys)),
        "visit": ("visit_date", visit_rows(world, keys)),
        "questionnaire": ("completed_on", questionnaire_rows(world, keys)),
    }
    if world.site.attacks_only:
        rows["diary_coverage"] = ("from_date", coverage_rows(world, keys))
    return rows


def _delivery_rows(
    world: World, keys: Keys, dated: dict[str, tuple[str, pl.DataFrame]], period: Period
) -> dict[str, pl.DataFrame]:
    """The rows of one delivery by contract, under the contract's own names and units."""
    first = world.calendar.date_of(period.since)
    last = world.calendar.date_of(period.until - 1)
    rows = {
        contract: frame.filter(pl.col(column).is_between(first, last))
        for contract, (column, frame) in dated.items()
    }
    rows["person"] = person_rows(world, keys, period.until)
    rows["therapy"] = therapy_rows(world, keys, period.since, period.until)
    return rows
