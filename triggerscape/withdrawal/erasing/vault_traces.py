"""What the vault and the lake may still hold of people who withdrew."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from triggerscape.withdrawal.people.traces import holds_trace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Set
    from pathlib import Path

    import duckdb

    from triggerscape.withdrawal.people.spellings import Leaving

# Made again by whatever run needs them.
_PASSING = ("judging", "spill", "package")
_COLUMNS = ("person_id", "person_fold")


def forget_passing(vault: Path) -> None:
    """Remove what runs put into the vault for a while: judged rows, what did not fit into memory.

    No connection may be open that spills there.
    """
    for name in _PASSING:
        shutil.rmtree(vault / name, ignore_errors=True)
    (vault / "staged" / ".partial").unlink(missing_ok=True)


def forget_staged(
    vault: Path,
    leaving: Leaving,
    *,
    old: Set[str] = frozenset(),
    of_others: Set[str] = frozenset(),
) -> int:
    """Remove the private copies of delivered files that hold them; gives back how many.

    ``old`` are fingerprints of contents known to hold them, ``of_others`` those of contents that
    only other sites sent. Any other copy is looked through, earlier versions among them.
    """
    removed = 0
    for file in sorted((vault / "staged").glob("*")):
        if file.name in old or (file.name not in of_others and holds_trace(file, leaving)):
            file.unlink()
            removed += 1
    return removed


def is_staged(vault: Path, leaving: Leaving) -> bool:
    """Whether a private copy of a delivered file, of whatever version, holds them."""
    return any(holds_trace(file, leaving) for file in sorted((vault / "staged").glob("*")))


def rows_left(
    con: duckdb.DuckDBPyConnection,
    folders: Iterable[Path],
    person_ids: Collection[int],
    folds: Collection[int],
) -> int:
    """The rows of these people in every Parquet file below some folders, hidden ones too."""
    rows = 0
    for file in sorted(file for one in folders for file in one.rglob("*.parquet*")):
        names = set(pq.read_schema(file).names)
        asked = [name for name in _COLUMNS if name in names]
        if asked:
            held = " OR ".join(f"list_contains($2::BIGINT[], {name})" for name in asked)
            told = [str(file), sorted({*person_ids, *folds})]
            found = con.execute(
                f"SELECT count(*) FROM read_parquet($1, hive_partitioning = false) WHERE {held}",
                told,
            ).fetchall()
            rows += int(found[0][0])
    return rows
