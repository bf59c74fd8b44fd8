"""A database written anew: rows that were deleted from a file may still lie in its free blocks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from triggerscape.release.durable import sync_folder
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def write_anew(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Copy every table of a DuckDB file into a new one that takes its place; the old one is gone.

    Nobody else may write into the file; ``con`` is another database, allowed to write beside it.
    """
    partial = file.with_name(f".{file.name}.partial")
    for left in (partial, partial.with_name(f"{partial.name}.wal")):
        left.unlink(missing_ok=True)
    con.execute(f"ATTACH {sql_text(str(file))} AS old_file (READ_ONLY)")
    con.execute(f"ATTACH {sql_text(str(partial))} AS new_file")
    con.execute("COPY FROM DATABASE old_file TO new_file")
    con.execute("DETACH new_file")
    con.execute("DETACH old_file")
    partial.chmod(0o600)
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.replace(file)
    file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
    sync_folder(file.parent)
