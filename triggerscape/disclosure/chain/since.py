"""How many people changed in each row since every version of it that readers have seen.

A row carried over is still the version of the release it came from: what changes later is counted
against that one. A row that was never shown is a version without people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.chain.kept import ORIGINS, read_kept
from triggerscape.disclosure.contributions.changes import changed_in
from triggerscape.disclosure.contributions.sample import PEOPLE, ROWS, Sample, read_sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def changes_since(
    vault: Path, earlier: Sequence[str], table: str, after: Sample, keys: pl.DataFrame
) -> pl.DataFrame:
    """For ``hold``: key, changed, is_exact, is_newest, a row per key and earlier version.

    ``earlier`` are release ids, oldest first; ``keys`` has the table's key of every row of this run
    and of the newest release, each once. A version of which no people were kept has 0, not exactly.
    """
    key = keys.columns
    shown = [_origins(vault, release, table, keys) for release in earlier]
    newest = shown[-1] if shown else _nothing(keys)
    versions = pl.concat([*shown, _nothing(keys)]).unique()
    parts = [
        _since(vault, str(origin), table, after, rows.select(key)).with_columns(
            pl.lit(origin).alias("origin")
        )
        for (origin,), rows in versions.group_by("origin", maintain_order=True)
    ]
    unseen = changed_in(keys.join(newest, on=key, how="anti"), _nobody(after), after)
    known = [
        part.join(newest.with_columns(is_newest=True), on=[*key, "origin"], how="left")
        .with_columns(pl.col("is_newest").fill_null(value=False))
        .drop("origin")
        for part in parts
    ]
    return pl.concat([*known, unseen.with_columns(is_newest=pl.lit(value=True))]).sort(
        *key, "is_newest", "changed"
    )


def _since(vault: Path, origin: str, table: str, after: Sample, keys: pl.DataFrame) -> pl.DataFrame:
    before = read_sample(vault, origin, table)
    if before is not None:
        return changed_in(keys, before, after)
    return keys.with_columns(changed=pl.lit(0, pl.Int64), is_exact=pl.lit(value=False))


def _origins(vault: Path, release: str, table: str, keys: pl.DataFrame) -> pl.DataFrame:
    found = read_kept(vault, release, ORIGINS).get(table)
    if found is None or set(found.columns) != {*keys.columns, "origin"}:
        return _nothing(keys)
    return found.select(
        *(pl.col(name).cast(kind) for name, kind in keys.schema.items()), pl.col("origin")
    ).join(keys, on=keys.columns, how="semi")


def _nothing(keys: pl.DataFrame) -> pl.DataFrame:
    return keys.clear().with_columns(pl.lit(None, pl.String).alias("origin"))


def _nobody(like: Sample) -> Sample:
    return Sample(like.keys, pl.DataFrame(schema=ROWS), pl.DataFrame(schema=PEOPLE))
