"""The fact tables of a finished workspace as they are before anything is protected."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from flows.publish import research_tables
from flows.run import open_run
from triggerscape.warehouse.opening import open_tables
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statements
from triggerscape.workspace import Workspace


def frames_before_protection(home: Path, scratch: Path) -> dict[str, pl.DataFrame]:
    """Every SELECT of sql/publish over a copy of the workspace, which nobody may write."""
    for name in ("lake", "sites"):
        shutil.copytree(home / name, scratch / name)
    for name in ("build.duckdb", "triggerscape.toml"):
        shutil.copy(home / name, scratch / name)
    for name in ("vault", "releases"):
        (scratch / name).mkdir()
    run = open_run(Workspace(scratch))
    with run.open_build() as build:
        open_tables(build, run.lake, research_tables(run))
        make_reference(build, run.settings)
        return {
            one.name.replace("publish.", "pub."): build.sql(one.sql).pl()
            for one in read_statements("publish")
        }
