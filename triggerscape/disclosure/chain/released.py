"""What earlier releases have shown, read from their own files: no old raw data is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rule import Rule, person_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from triggerscape.contract.language import Table


@dataclass(frozen=True)
class Released:
    """One release as its readers have it: frames by table, and what it says of itself."""

    release_id: str
    frames: Mapping[str, pl.DataFrame]
    rule: Rule
    closed_through: date | None = None
    is_restated: bool = False


def read_released(folder: Path, tables: Sequence[Table] = PUBLISHED) -> Released:
    """The release in a folder; tables it does not have, being older than they are, are left out."""
    files = {t.name: folder / "parquet" / f"{t.short_name}.parquet" for t in tables}
    frames = {name: pl.read_parquet(file) for name, file in files.items() if file.is_file()}
    (itself,) = frames["pub.release"].to_dicts()
    return Released(
        release_id=itself["release_id"],
        frames=frames,
        rule=Rule(
            itself["threshold"],
            itself["rounding_base"],
            Mode(itself.get("disclosure_mode") or Mode.ROUNDED),
        ),
        closed_through=itself.get("closed_through"),
        is_restated=bool(itself.get("restated")),
    )


def released_counts(releases: Sequence[Released], table: Table) -> pl.DataFrame:
    """Every person count of a table ever printed: release_id, key, counts; oldest release first.

    ``release_id`` is that of the release it was read from. Releases whose table had another key are
    left out.
    """
    key, people = list(table.key), person_counts(table)
    read = [
        one.frames[table.name]
        .with_columns(
            pl.lit(None, pl.Int64).alias(n) for n in people if n not in _columns(one, table)
        )
        .select(pl.lit(one.release_id).alias("release_id"), *key, *people)
        for one in releases
        if table.name in one.frames and {*key} <= _columns(one, table)
    ]
    if not read:
        return pl.DataFrame()
    return pl.concat(read, how="vertical_relaxed")


def last_printed(releases: Sequence[Released], table: Table) -> pl.DataFrame | None:
    """By key of a table, the person counts last printed in any release; None where there is none.

    Releases come oldest first.
    """
    key, people = list(table.key), person_counts(table)
    counts = released_counts(releases, table)
    if counts.is_empty() or not people:
        return None
    printed = (pl.col(name).drop_nulls().last().alias(name) for name in people)
    return counts.group_by(key).agg(printed).sort(key)


def retired_words(
    before: Mapping[str, pl.DataFrame], now: Mapping[str, pl.DataFrame]
) -> dict[str, frozenset[str]]:
    """By key column, the words of reference tables that the newest release had, now gone.

    ``before`` and ``now`` hold the ``pub.dim_*`` frames, whose first column is the word.
    """
    gone: dict[str, frozenset[str]] = {}
    for name, frame in before.items():
        if name not in now or not name.startswith("pub.dim_"):
            continue
        column = frame.columns[0]
        words = set(frame[column].to_list()) - set(now[name][column].to_list())
        if words:
            gone[column] = frozenset(words)
    return gone


def _columns(release: Released, table: Table) -> set[str]:
    return set(release.frames[table.name].columns)
