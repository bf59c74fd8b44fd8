"""DuckDB connections: bounded, offline, and closed to every folder but the workspace."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from triggerscape.faults.held_open import open_alone
from triggerscape.warehouse.literals import sql_text, sql_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from triggerscape.settings import Settings


_STREAM_GB = 0.6
_BUCKET_GB = 0.5  # a bucket of four million days was built with it, and not with a half of it
# Rows a thread gathers before it writes them to their buckets: wide ones fill the memory else.
_ROWS_HELD = 20_480


@contextmanager
def connect(
    settings: Settings,
    *,
    folders: Sequence[Path],
    spill: Path,
    database: Path | None = None,
    only_streams: bool = False,
    side_by_side: int = 0,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that may read and write only in ``folders``.

    Memory and threads come from the settings; ``spill`` takes what does not fit. Extensions are
    never fetched: no network. ``only_streams`` is for statements that pass a file through once, row
    by row: memory does not grow with the file, and the order of rows is not kept. A connection that
    works ``side_by_side`` with so many others has one thread and its share of the memory: what it
    writes is then in one order.

    WorkspaceBusy where another process has ``database`` open for writing.
    """
    spill.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_alone(database) if database else duckdb.connect(":memory:") as con:
        if database:
            database.chmod(0o600)  # it holds numbers of small groups, not yet protected
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = false")
        con.execute("SET autoinstall_known_extensions = false")
        con.execute("SET autoload_known_extensions = false")
        con.execute(f"SET memory_limit = '{memory_gb(settings) / max(1, side_by_side):.3f}GB'")
        con.execute(f"SET threads = {1 if side_by_side else threads(settings)}")
        if only_streams:
            _stream(con, settings)
        if side_by_side:
            # What the engine knows of nulls beforehand would show in the files: it leaves out their
            # marks where it can tell that a column has none, which depends on the way to the rows.
            con.execute("SET disabled_optimizers = 'statistics_propagation'")
        con.execute(f"SET temp_directory = {sql_text(str(spill))}")
        allowed = sql_texts(str(folder) for folder in folders)
        con.execute(f"SET allowed_directories = [{allowed}]")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con


def memory_gb(settings: Settings) -> float:
    """The memory DuckDB may take: as set, or a half of the machine's."""
    told = float(settings["warehouse.memory_gb"])
    return told or os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2e9


def buckets_at_once(settings: Settings) -> int:
    """How many buckets are built side by side: one a thread, and none with too little memory."""
    by_memory = int(memory_gb(settings) / _BUCKET_GB)
    buckets: int = settings["warehouse.buckets"]
    return max(1, min(threads(settings), buckets, by_memory))


def threads(settings: Settings) -> int:
    """The threads DuckDB may use: as set, or every core."""
    told: int = settings["warehouse.threads"]
    return told or len(os.sched_getaffinity(0))


def _stream(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    con.execute(f"SET memory_limit = '{min(memory_gb(settings), _STREAM_GB)}GB'")
    con.execute("SET preserve_insertion_order = false")
    con.execute(f"SET partitioned_write_flush_threshold = {_ROWS_HELD}")
    # The size of a text file is unknown to the optimizer: it would keep the file in memory and
    # stream the small table past it, and turn every list of words into a join.
    con.execute("SET disabled_optimizers = 'join_order,build_side_probe_side,in_clause'")
