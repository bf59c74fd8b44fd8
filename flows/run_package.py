"""What a worker needs besides its bucket: settings, site profiles, and the deliveries on record."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb

from flows.run import Run, open_run
from triggerscape.warehouse.ledger.deliveries import (
    READ_BY_BUCKETS,
    SiteDeliveries,
    read_deliveries,
)
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.store.exchange import Part
from triggerscape.warehouse.store.inventory import Inventory
from triggerscape.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.warehouse.store.object_store import ObjectStore

PART = "package"
_ROWS = {table.name: f"FROM {table.name} ORDER BY ALL" for table in READ_BY_BUCKETS} | {
    "ledger.file_use": "SELECT use_id, site_code FROM ledger.file_use ORDER BY ALL"
}


def put_package(run: Run, store: ObjectStore) -> str:
    """Put what the workers of a run need, in the place of older ones; gives back its digest."""
    root = run.workspace.vault / PART
    shutil.rmtree(root, ignore_errors=True)
    for folder in (root, root / "sites", root / "ledger"):
        folder.mkdir(mode=0o700)
    profiles = sorted(run.workspace.sites.glob("*.toml"))
    for file in (run.workspace.settings_file, *profiles):
        if file.exists():
            shutil.copy2(file, root / file.relative_to(run.workspace.home))
    with run.open_build() as build:
        for table, rows in _ROWS.items():
            target = sql_text(str(root / "ledger" / f"{table}.parquet"))
            build.execute(f"COPY ({rows}) TO {target} (FORMAT parquet)")
    part = Part(store, root, PART)
    package = part.put(_files(root), Inventory())
    part.sweep(package)
    return package.digest


def fetch_package(workspace: Workspace, store: ObjectStore, digest: str) -> None:
    """Make a workspace hold a package and nothing of an older one.

    TriggerscapeError when the package is not in the store: its run is over.
    """
    part = Part(store, workspace.home, PART)
    part.fetch(part.inventory(digest), _files(workspace.home), lambda _: True)


def read_package(workspace: Workspace) -> tuple[Run, SiteDeliveries]:
    """The run and the deliveries of the package that a workspace holds."""
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA ledger")
        for table in _ROWS:
            file = sql_text(str(workspace.home / "ledger" / f"{table}.parquet"))
            con.execute(f"CREATE VIEW {table} AS FROM read_parquet({file})")
        return open_run(workspace), read_deliveries(con)


def _files(root: Path) -> list[str]:
    found = [root / "triggerscape.toml", *root.glob("sites/*.toml"), *root.glob("ledger/*.parquet")]
    return sorted(file.relative_to(root).as_posix() for file in found if file.exists())
