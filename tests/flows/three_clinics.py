"""Three clinics of different ways, and two nights: deliveries, then a correction and more days."""

from __future__ import annotations

import shutil
from pathlib import Path

from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.faults import plant_faults
from triggerscape.cohort.population import Population, make_population
from triggerscape.cohort.sending.file_formats import FileFormat
from triggerscape.cohort.truth import default_truth
from triggerscape.workspace import Workspace

RESTATED = "S02 corrected its diary"
_SETTINGS = "[warehouse]\nbuckets = 2\nthreads = 1\nmemory_gb = 1\n"
_LATER = 200  # lines of S01's diary that come in the second night


def first_night(home: Path) -> Path:
    """S01 and S02 send CSV, each in its own way, with a faulty row of every kind; S03 workbooks."""
    workspace = Workspace(home)
    workspace.create()
    workspace.settings_file.write_text(_SETTINGS, encoding="utf-8")
    _send(workspace, ("S01", "S02"), "csv", with_faults=True)
    _send(workspace, ("S03",), "excel")
    [diary] = workspace.inbox.glob("S01/*/diary.csv")
    lines = diary.read_bytes().splitlines(keepends=True)
    diary.write_bytes(b"".join(lines[:-_LATER]))
    diary.with_name("manifest.json").unlink()  # it tells of all lines
    (home.with_name(f"{home.name}-later.csv")).write_bytes(b"".join([lines[0], *lines[-_LATER:]]))
    return home


def second_night(home: Path, later: Path) -> None:
    """S02 sends its files again without the faults, and S01 the days it had not sent."""
    workspace = Workspace(home)
    _send(workspace, ("S02",), "csv")
    folder = workspace.inbox / "S01" / "later"
    folder.mkdir()
    shutil.copy(later, folder / "diary.csv")


def _send(
    workspace: Workspace, sites: tuple[str, ...], kind: FileFormat, *, with_faults: bool = False
) -> None:
    aside = workspace.home.with_name("aside")
    write_deliveries(_population(), aside, file_format=kind)
    if with_faults:
        plant_faults(aside, seed=11)
    for site in sites:
        shutil.copy(aside / "sites" / f"{site}.toml", workspace.sites)
        shutil.copytree(aside / "inbox" / site, workspace.inbox / site, dirs_exist_ok=True)
    shutil.rmtree(aside)


def _population() -> Population:
    return make_population(people=60, days=100, sites=3, seed=11, truth=default_truth())
