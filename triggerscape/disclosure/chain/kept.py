"""What is kept in the vault of a release for the gates of later ones; no person is in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.chain.hold.periods import is_opened, window_end
from triggerscape.disclosure.rule import person_counts
from triggerscape.release.durable import sync_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from triggerscape.disclosure.chain.batches import Batch
    from triggerscape.disclosure.egress.spec import Egress

COUNTS, ORIGINS = "counts", "origins"


def true_counts(
    new: pl.DataFrame,
    before: pl.DataFrame | None,
    shown: pl.DataFrame,
    egress: Egress,
    batch: Batch,
) -> pl.DataFrame:
    """True person counts of a table's rows, each of the day its row speaks of; with key and window.

    ``new`` is the frame of this run before protection, ``before`` what was kept of the release
    before, ``shown`` what leaves. Rows of windows shown before speak of the day the window was
    shown, or last restated; of a row that is shown and no longer worked out, they are null.
    """
    key, people = list(egress.table.key), person_counts(egress.table)
    window = {egress.window_column} - {"", *key}
    now = new.select(*key, *sorted(window), *people)
    gone = shown.select(now.columns).cast(now.schema).join(now, on=key, how="anti")
    now = pl.concat([now, gone.with_columns(pl.lit(None, now.schema[n]).alias(n) for n in people)])
    if before is None or batch.is_restating:
        return now.sort(key)
    is_window = window_end(egress).is_not_null()
    fresh = now.filter(~is_window | is_opened(egress, batch))
    stood = before.filter(is_window & ~is_opened(egress, batch)).cast(now.schema)
    return pl.concat([fresh, stood]).sort(key)


def origins(
    frames: Mapping[str, pl.DataFrame],
    carried: Mapping[str, pl.DataFrame],
    before: Mapping[str, pl.DataFrame],
    egress: Mapping[str, Egress],
    release_id: str,
) -> dict[str, pl.DataFrame]:
    """By table, the key of every row of a release and the ``origin`` of what it shows.

    ``frames`` are what ``hold`` gave, ``carried`` the keys it carried over, ``before`` the origins
    of the newest release. A row worked out anew is of this release.
    """
    found = {}
    for name, frame in frames.items():
        key = list(egress[name].table.key)
        here = frame.select(key).with_columns(pl.lit(release_id).alias("origin"))
        stands = carried.get(name)
        if stands is not None and name in before:
            old = before[name].join(stands, on=key, how="semi").rename({"origin": "was"})
            here = here.join(old, on=key, how="left").select(
                *key, pl.coalesce("was", "origin").alias("origin")
            )
        found[name] = here.sort(key)
    return found


def keep(vault: Path, release_id: str, kind: str, frames: Mapping[str, pl.DataFrame]) -> None:
    """Write frames of a kind (``COUNTS``, ``ORIGINS``) by table, readable by their owner alone."""
    folder = vault / "released" / release_id / kind
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, frame in frames.items():
        file = folder / f"{name.removeprefix('pub.')}.parquet"
        partial = file.with_name(f".{file.name}.partial")
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            frame.write_parquet(target)
        sync_file(partial)
        partial.replace(file)
    sync_folder(folder)


def read_kept(vault: Path, release_id: str, kind: str) -> dict[str, pl.DataFrame]:
    """What was kept of a release, by table; nothing where nothing was."""
    folder = vault / "released" / release_id / kind
    files = sorted(folder.glob("[!.]*.parquet"))
    return {f"pub.{file.stem}": pl.read_parquet(file) for file in files}
