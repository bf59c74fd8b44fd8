"""What became of the accepted rows, told by site: in conflict, misspelt, left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.warehouse.fates import fates_sql, register_accepted_rows

if TYPE_CHECKING:
    import duckdb

    from triggerscape.warehouse.lake import Lake

CASE_VARIANT = "any.person_key.case_variant"
# A site mends single rows. Where full deliveries silently drop more than one row in twenty of all
# that a site sent, a broken export is more likely than so many entries made in error.
MANY_LEFT_OUT = 0.05


@dataclass(frozen=True)
class Fate:
    """How the rows of a contract at a site ended: numbers of rows, but of files in conflict."""

    site_code: str
    contract: str
    current: int
    files_in_conflict: int
    variants: int
    taken_back: int
    left_out: int


def row_fates(con: duckdb.DuckDBPyConnection, lake: Lake) -> list[Fate]:
    """The fate of every site's rows, by site and contract."""
    register_accepted_rows(con, lake, "accepted_rows")
    rows = con.execute(
        f"""
        WITH fate AS (
            SELECT use_id, contract, count(*) AS n_rows,
                count(*) FILTER (disposition = 'conflict') > 0 AS in_conflict,
                count(*) FILTER (disposition = 'variant') AS variants,
                count(*) FILTER (disposition = 'deleted' AND takes_back) AS taken_back,
                count(*) FILTER (disposition = 'deleted' AND NOT takes_back) AS left_out
            FROM ({fates_sql(lake)})
            GROUP BY use_id, contract
        )
        SELECT u.site_code, u.contract,
            CAST(sum(a.n_rows - coalesce(f.n_rows, 0)) AS BIGINT),
            count(*) FILTER (f.in_conflict),
            CAST(coalesce(sum(f.variants), 0) AS BIGINT),
            CAST(coalesce(sum(f.taken_back), 0) AS BIGINT),
            CAST(coalesce(sum(f.left_out), 0) AS BIGINT)
        FROM ledger.file_use AS u
        JOIN accepted_rows AS a ON a.use_id = u.use_id
        LEFT JOIN fate AS f ON f.use_id = u.use_id
        GROUP BY u.site_code, u.contract
        ORDER BY u.site_code, u.contract
        """
    ).fetchall()
    con.unregister("accepted_rows")
    return [Fate(*row) for row in rows]


def quarantine_variants(con: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Bring ledger.quarantine up to date with the rows whose person key is a spelling too many."""
    con.execute("BEGIN")
    con.execute("DELETE FROM ledger.quarantine WHERE rule = ?", [CASE_VARIANT])
    con.execute(
        "INSERT INTO ledger.quarantine SELECT use_id, source_row, 'person_key', ? "
        f"FROM ({fates_sql(lake)}) WHERE disposition = 'variant'",
        [CASE_VARIANT],
    )
    con.execute("COMMIT")


def fate_sentences(fates: list[Fate]) -> list[str]:
    """What a person should look into; no sentence where nothing is out of the ordinary."""
    said = []
    if files := sum(fate.files_in_conflict for fate in fates):
        said.append(
            f"{files} files hold rows that contradict another version of the same key with "
            "nothing to say which is newer; neither is used"
        )
    for fate in fates:
        place = f"site {fate.site_code}"
        if fate.variants:
            said.append(
                f"{place}: {fate.variants:,} {fate.contract} rows held back, their person key is "
                "that of other rows but for its capitals; if capitals mean nothing there, say "
                f'ids.case = "upper" ({CASE_VARIANT})'
            )
        if fate.left_out > MANY_LEFT_OUT * (fate.current + fate.left_out):
            said.append(
                f"{place}: full deliveries leave out {fate.left_out:,} {fate.contract} rows sent "
                f"before, beside {fate.current:,} still there; they are no longer used: ask the "
                "site whether its export was whole"
            )
    return said
