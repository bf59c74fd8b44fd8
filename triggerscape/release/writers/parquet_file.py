"""Published tables as Parquet."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.release.info import SCHEMA_VERSION


def write_parquet(frame: pl.DataFrame, table: Table, release_id: str, path: Path) -> None:
    """Write one table, zstd, with the release, the table and its schema version in the footer."""
    frame.write_parquet(
        path,
        compression="zstd",
        metadata={
            "release_id": release_id,
            "table": table.name,
            "schema_version": SCHEMA_VERSION,
        },
    )
