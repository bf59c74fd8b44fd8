"""The public samples through our own door: what comes in, what does not, and why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.build import validate
from flows.ingest import ingest
from flows.run import Run, open_run
from triggerscape.contract.core import CORE
from triggerscape.warehouse.opening import open_tables
from triggerscape.workspace import Workspace

SAMPLES = {
    "FHIR": ("fhir-bulk-10", "*.ndjson", 'format = "fhir"'),
    "OMOPC": ("omop54-synthea27nj/csv", "*", 'format = "omop"'),
    "OMOPP": ("omop54-synthea27nj/parquet", "*", 'format = "omop"'),
    "SYNTH": ("synthea-csv-27", "*.csv", 'format = "synthea"'),
}


@pytest.fixture(scope="module")
def arrived(shared_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Four sites that sent a sample as it is, and one with a diary, which core may not lack."""
    workspace = Workspace(tmp_path_factory.mktemp("samples") / "home")
    workspace.create()
    for site, (folder, pattern, declared) in SAMPLES.items():
        profile = f'site_code = "{site}"\n{declared}\n[ids]\ndigits_are_pseudonyms = true\n'
        (workspace.sites / f"{site}.toml").write_text(profile)
        inbox = workspace.inbox / site / "sample"
        inbox.mkdir(parents=True)
        for file in sorted(shared_data(folder).glob(pattern)):
            if file.name != "SOURCE.md":
                shutil.copyfile(file, inbox / file.name)
    (workspace.sites / "DIARY.toml").write_text('site_code = "DIARY"\n')
    (workspace.inbox / "DIARY").mkdir()
    (workspace.inbox / "DIARY" / "diary.csv").write_text(
        "person_key,diary_date,entry_status,headache\nperson-1,2025-03-01,complete,true\n"
    )
    run = open_run(workspace)
    ingest(run)
    validate(run)
    return run


def _asked(run: Run, sql: str) -> list[tuple[object, ...]]:
    with run.connect() as con:
        open_tables(con, run.lake, CORE)
        return con.execute(sql).fetchall()


def _told(run: Run, sql: str) -> list[tuple[object, ...]]:
    with run.open_build() as build:
        return build.execute(sql).fetchall()


def test_every_line_of_every_sample_is_accounted_for(arrived):
    accounts = _told(
        arrived,
        "SELECT sum(rows_in), sum(rows_accepted + rows_quarantined + rows_duplicate), "
        "count(DISTINCT site_code) FROM ledger.row_account",
    )
    [(rows_in, told, sites)] = accounts
    assert (rows_in, sites) == (told, 5)


def test_visits_are_those_the_samples_hold_each_on_its_own_local_day(arrived):
    assert _asked(
        arrived,
        "SELECT site_code, count(*), count(DISTINCT (person_id, visit_date)) FROM core.visit "
        "GROUP BY site_code ORDER BY site_code",
    ) == [
        ("FHIR", 1215, 1163),
        ("OMOPC", 1791, 1779),
        ("OMOPP", 1791, 1779),
        ("SYNTH", 604, 598),
    ]
