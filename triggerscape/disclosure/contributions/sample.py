"""What is kept of the people of a release's rows, and how people are taken out of it again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.release.durable import sync_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WHOLE = 2**64 - 1
"""Limit of a row of which everybody is in the sample."""
ROWS = {"row": pl.String, "n_people": pl.Int64, "limit": pl.UInt64, "withdrawn": pl.Int64}
PEOPLE = {"row": pl.String, "person_id": pl.Int64, "place": pl.UInt64, "digest": pl.UInt64}
_KEYS = "keys"
_FOLDER = "contributions"
_PARTIAL = ".partial"


@dataclass(frozen=True, eq=False)
class Sample:
    """Some of the people of each row of one table, and what they brought to it.

    ``keys`` are those of the rows. ``rows`` has row (its name), n_people as they were, the
    ``limit`` up to which everybody is here, and how many of these have withdrawn since.
    ``people`` has row, person_id, the person's place and the digest of what they brought.
    """

    keys: tuple[str, ...]
    rows: pl.DataFrame
    people: pl.DataFrame


def keep_sample(vault: Path, release_id: str, table: str, sample: Sample) -> Path:
    """Write the sample of one table of a release, readable by its owner alone, in one step."""
    file = _folder(vault, release_id) / f"{table.removeprefix('pub.')}.parquet"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, sample)
    return file


def read_sample(vault: Path, release_id: str, table: str) -> Sample | None:
    """The sample kept of a table of a release; None where there is none."""
    file = _folder(vault, release_id) / f"{table.removeprefix('pub.')}.parquet"
    return _read(file) if file.is_file() else None


def forget_people(vault: Path, person_ids: Sequence[int]) -> int:
    """Take these people out of every sample of every release; in how many rows they stood.

    A row keeps how many of its people withdrew, and not who. A kill between two files leaves each
    as it was or as it shall be, and the same call again ends the work.
    """
    for left in sorted((vault / "released").glob(f"*/{_FOLDER}/.*{_PARTIAL}")):
        left.unlink()
    gone = pl.Series("person_id", list(person_ids), dtype=pl.Int64)
    taken = 0
    for file in sorted((vault / "released").glob(f"*/{_FOLDER}/*.parquet")):
        sample = _read(file)
        is_gone = pl.col("person_id").is_in(gone.implode())
        counted = sample.people.filter(is_gone).group_by("row").len("left")
        if counted.is_empty():
            continue
        rows = sample.rows.join(counted, on="row", how="left", maintain_order="left")
        rows = rows.with_columns(withdrawn=pl.col("withdrawn") + pl.col("left").fill_null(0))
        _write(file, Sample(sample.keys, rows.select(list(ROWS)), sample.people.filter(~is_gone)))
        taken += int(counted["left"].sum())
    return taken


def _folder(vault: Path, release_id: str) -> Path:
    return vault / "released" / release_id / _FOLDER


def _write(file: Path, sample: Sample) -> None:
    """One row a published row, its people in a list beside it: so one file, replaced at once."""
    inside = [name for name in PEOPLE if name != "row"]
    people = sample.people.group_by("row").agg(pl.struct(inside).alias("people"))
    whole = sample.rows.join(people, on="row", how="left", maintain_order="left")
    partial = file.with_name(f".{file.name}{_PARTIAL}")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        whole.write_parquet(target, metadata={_KEYS: "\n".join(sample.keys)})
    sync_file(partial)
    partial.replace(file)
    sync_folder(file.parent)


def _read(file: Path) -> Sample:
    whole = pl.read_parquet(file)
    people = whole.select("row", "people").drop_nulls("people").explode("people").unnest("people")
    return Sample(
        keys=tuple(pl.read_parquet_metadata(file)[_KEYS].split("\n")),
        rows=whole.select(pl.col(name).cast(kind) for name, kind in ROWS.items()),
        people=people.select(pl.col(name).cast(kind) for name, kind in PEOPLE.items()),
    )
