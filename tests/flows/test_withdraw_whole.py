"""A cohort through a whole night, a withdrawal, another night: as if they had never been there."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest
from left_behind import left_behind
from withdrawn_clinic import differences, state_of

from flows.plain_runner import run_plainly
from flows.run import Run, open_run
from flows.withdraw import withdraw
from flows.withdrawal.rebuilding import write_research_copy
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth
from triggerscape.delivery.privacy.deployment_key import deployment_key
from triggerscape.delivery.privacy.person_keys import rekey
from triggerscape.registry.kept import models_folder
from triggerscape.workspace import Workspace

SITE = "S01"
pytestmark = pytest.mark.long


def without(home: Path, target: Path, who: str) -> None:
    """A workspace that never ran, with the same deliveries but for one person's lines."""
    for part in ("inbox", "sites"):
        shutil.copytree(home / part, target / part)
    shutil.copy(home / "triggerscape.toml", target)
    Workspace(target).create()
    for manifest in (target / "inbox" / SITE).glob("*/manifest.json"):
        told = json.loads(manifest.read_text())
        for entry in told["files"]:
            file = manifest.parent / entry["name"]
            lines = file.read_bytes().splitlines(keepends=True)
            kept = [line for line in lines if who.encode() not in line]
            file.write_bytes(b"".join(kept))
            entry |= {
                "rows": entry["rows"] - len(lines) + len(kept),
                "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
                "bytes": file.stat().st_size,
            }
        manifest.write_text(json.dumps(told, indent=2))


def fullest_diary(home: Path) -> str:
    """Whose days are most at the site: nobody can be missed more."""
    [file] = (home / "inbox" / SITE).glob("*/diary.csv")
    with file.open(newline="") as opened:
        keys = [row["person_key"] for row in csv.DictReader(opened)]
    return max(sorted(set(keys)), key=keys.count)


def newest(run: Run) -> dict[str, pl.DataFrame]:
    """The tables of the newest release."""
    folder = run.workspace.releases / "latest" / "parquet"
    return {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


def test_every_table_equals_that_of_a_workspace_without_them(tmp_path: Path):
    home, other = tmp_path / "home", tmp_path / "never"
    write_deliveries(make_population(300, 150, 3, 11, default_truth()), home, file_format="csv")
    Workspace(home).create()
    settings = home / "triggerscape.toml"
    # One thread: how two ways of fitting differ in their last bits depends on the order of sums.
    settings.write_text(settings.read_text().replace("threads = 0", "threads = 1"))
    who = fullest_diary(home)
    without(home, other, who)
    run, never = open_run(Workspace(home)), open_run(Workspace(other))
    for one in (run, never):
        run_plainly(one, last="train")
        write_research_copy(one)
    keys = rekey([who], SITE, deployment_key(run.workspace, run.profiles.values()))
    gone = [who], [*keys["person_id"].to_pylist(), *keys["person_fold"].to_pylist()]
    assert any(one.startswith("research.duckdb") for one in left_behind(home, *gone))

    done = withdraw(run, SITE, [who])
    assert (done.people, done.models_retired >= 3) == (1, True)
    assert left_behind(home, *gone) == []
    assert list(models_folder(home).glob("*/retired/*/card.json"))
    assert differences(state_of(home), state_of(other)) == []
    assert rows_of(home / "research.duckdb") == rows_of(other / "research.duckdb")

    # The first release: later ones keep what was published before they withdrew.
    for one in (run, never):
        run_plainly(one, first="publish")
    assert left_behind(home, *gone) == []
    ours, theirs = newest(run), newest(never)
    assert set(ours) == set(theirs)
    for name, table in ours.items():
        assert table.equals(theirs[name], null_equal=True), name


def rows_of(file: Path) -> dict[str, str]:
    """A fingerprint of the rows of every table."""
    found = {}
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()")
        for (table,) in tables.fetchall():
            rows = con.execute(f"FROM {table} ORDER BY ALL").fetchall()
            found[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found
