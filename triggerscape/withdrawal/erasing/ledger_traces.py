"""What the ledger and the lake still say of files that were rewritten or went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS
from triggerscape.warehouse.lake import use_of
from triggerscape.warehouse.literals import sql_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Set
    from pathlib import Path

    import duckdb

    from triggerscape.warehouse.lake import Lake
    from triggerscape.withdrawal.journal import Replacement

_OF_A_USE = ("ledger.quarantine", "ledger.file_version", "ledger.file_measure", "ledger.file_use")


def rename_versions(
    build: duckdb.DuckDBPyConnection, site_code: str, replacements: Iterable[Replacement]
) -> None:
    """Let the ledger know a rewritten file by its new fingerprint, as if it had come so."""
    for one in replacements:
        if not one.ready:
            continue
        uses = "(SELECT use_id FROM ledger.file_use WHERE site_code = $3)"
        known = "(SELECT use_id FROM ledger.file_version WHERE source_sha256 = $2)"
        told = [one.old_sha256, one.new_sha256, site_code]
        build.execute(
            f"UPDATE ledger.file_version SET source_sha256 = $2 WHERE source_sha256 = $1 "
            f"AND use_id IN {uses} AND use_id NOT IN {known}",
            told,
        )
        build.execute(
            f"DELETE FROM ledger.file_version WHERE source_sha256 = $1 AND $2 <> $1 "
            f"AND use_id IN {uses}",
            told,
        )


def uses_with(
    con: duckdb.DuckDBPyConnection, lake: Lake, site_code: str, folds: Set[int]
) -> dict[str, dict[int, int]]:
    """The uses of files with rows of these people, waiting ones too: person_id and fold of each."""
    found: dict[str, dict[int, int]] = {}
    for file in _delivered_files(lake):
        rows = con.execute(
            "SELECT DISTINCT person_id, person_fold FROM read_parquet(?) "
            "WHERE site_code = ? AND list_contains(?::BIGINT[], person_fold)",
            [str(file), site_code, sorted(folds)],
        ).fetchall()
        if rows:
            found.setdefault(use_of(file), {}).update((int(p), int(f)) for p, f in rows)
    return found


def _delivered_files(lake: Lake) -> list[Path]:
    return [
        file
        for contract in INPUTS
        for state in ("accepted", "waiting")
        for file in sorted(lake.root.glob(f"{state}.{contract}/bucket=*/*.parquet"))
    ]


def files_of_uses(
    build: duckdb.DuckDBPyConnection, site_code: str
) -> list[tuple[str, str, str, str]]:
    """use_id, contract, delivery_id and file_name of every use of a site, in order."""
    rows = build.execute(
        "SELECT use_id, contract, delivery_id, file_name FROM ledger.file_use "
        "WHERE site_code = ? ORDER BY ALL",
        [site_code],
    ).fetchall()
    return [(str(u), str(c), str(d), str(n)) for u, c, d, n in rows]


def forget_uses(build: duckdb.DuckDBPyConnection, lake: Lake, uses: Set[str]) -> None:
    """Remove every row of some uses from the lake, then all that the ledger says of them."""
    if not uses:
        return
    for contract in INPUTS:
        for use in sorted(uses):
            lake.drop_use(contract, use)
    names = sql_texts(sorted(uses))
    build.execute("BEGIN")
    for table in _OF_A_USE:
        build.execute(f"DELETE FROM {table} WHERE use_id IN ({names})")
    build.execute("COMMIT")


def versions_of_others(build: duckdb.DuckDBPyConnection, site_code: str) -> set[str]:
    """The fingerprints of every content that files of other sites had, and none of this site's."""
    rows = build.execute(
        "SELECT v.source_sha256 FROM ledger.file_version AS v "
        "JOIN ledger.file_use AS u USING (use_id) "
        "GROUP BY v.source_sha256 HAVING bool_and(u.site_code <> ?)",
        [site_code],
    ).fetchall()
    return {str(sha256) for (sha256,) in rows}
