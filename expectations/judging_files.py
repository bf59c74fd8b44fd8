"""One delivered file against one contract: landed, mapped, judged, split into kept and refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.judging import judged_sql, rules_of
from triggerscape.delivery.landing import Landed, land
from triggerscape.delivery.mapping import map_columns, refuse_identifiers
from triggerscape.delivery.staging import FileRefused
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.statements import sql_folder

if TYPE_CHECKING:
    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.delivery.inbox import Delivery, Use
    from triggerscape.delivery.profile import SiteProfile
    from triggerscape.delivery.staging import StagedFile

MISSHAPEN = "file.row_shape"


@dataclass(frozen=True)
class JudgedFile:
    """What became of a file; its kept rows wait in the temporary table ``judged``."""

    rows_in: int
    refused: tuple[tuple[int, str, str], ...]
    rows_refused: int
    collected: tuple[str, ...]
    dropped: tuple[str, ...]


def judge_file(
    con: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    table: Table,
    use: Use,
    use_id: str,
    delivery: Delivery,
    profile: SiteProfile,
) -> JudgedFile:
    """Judge every row of a staged file; FileRefused when the file cannot be trusted as a whole."""
    landed = land(con, staged, profile)
    refuse_identifiers(landed.headers)
    headers = _map_foreign(con, use, landed) if use.mapping else landed.headers
    mapped = map_columns(table, headers, profile)
    extracted = delivery.extracted_at
    arrival = {
        "use_id": sql_text(use_id),
        "delivery_id": sql_text(delivery.delivery_id),
        "source_sha256": sql_text(staged.sha256),
        "extracted_at": (
            f"TIMESTAMP {sql_text(extracted.isoformat(sep=' '))}"
            if extracted
            else "CAST(NULL AS TIMESTAMP)"
        ),
    }
    con.execute(
        "CREATE OR REPLACE TEMP TABLE judged AS " + judged_sql(table, mapped, profile, arrival)
    )
    con.execute("DROP TABLE landed")
    column_of = {rule.code: rule.column for rule in rules_of(table, profile)}
    broken = con.execute(
        "SELECT source_row, unnest(broken) AS rule FROM judged ORDER BY source_row, rule"
    ).fetchall()
    refused = [(int(row), column_of[rule], rule) for row, rule in broken]
    refused += [(row, "", MISSHAPEN) for row in landed.misshapen]
    rows_refused = len({row for row, _, _ in refused})
    con.execute("DELETE FROM judged WHERE len(broken) > 0")
    return JudgedFile(
        landed.rows, tuple(sorted(refused)), rows_refused, mapped.collected, mapped.dropped
    )


def _map_foreign(con: duckdb.DuckDBPyConnection, use: Use, landed: Landed) -> tuple[str, ...]:
    """Replace ``landed`` by what the foreign mapping makes of it, one row for one row."""
    path = sql_folder() / "sources" / f"{use.mapping}.sql"
    if not path.is_file():
        raise FileRefused("file.mapping", f"there is no mapping sql/sources/{use.mapping}.sql")
    sql = path.read_text(encoding="utf-8").strip().rstrip(";")
    con.execute(f"CREATE OR REPLACE TEMP TABLE remapped AS {sql}")
    before, after = (
        con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
        for name in ("landed", "remapped")
    )
    if before != after:
        raise FileRefused("file.mapping", f"the mapping turns {before} rows into {after}")
    con.execute("DROP TABLE landed")
    con.execute("ALTER TABLE remapped RENAME TO landed")
    columns = [name for name, *_ in con.execute("DESCRIBE landed").fetchall()]
    return tuple(name for name in columns if name != "source_row")
