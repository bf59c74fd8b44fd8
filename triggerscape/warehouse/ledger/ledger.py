"""The ledger in build.duckdb: what ran, which files came, what became of each row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from triggerscape.contract.ddl import comments, create_table
from triggerscape.contract.estimates.catalogue import ESTIMATES
from triggerscape.contract.ledger import LEDGER
from triggerscape.delivery.refusals import MISSHAPEN
from triggerscape.errors import ContractBroken
from triggerscape.quality.measures_ledger import record_measures
from triggerscape.warehouse.fates import fates_sql, register_accepted_rows
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from triggerscape.quality.file_measures import Measure
    from triggerscape.warehouse.lake import Lake


@dataclass(frozen=True)
class FileUse:
    """One delivered file and one contract it feeds; fields as in ledger.file_use."""

    use_id: str
    site_code: str
    delivery_id: str
    file_name: str
    contract: str
    source_sha256: str
    recipe: str
    rows_in: int
    rows_refused: int
    rows_repeated: int
    rows_outside: int
    file_rule: str
    is_held: bool
    sentence: str
    is_attested: bool
    collected: str
    dropped: str


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of the ledger and the estimates that are not there, with comments.

    All of them at once: a table that is there has its comments.
    """
    con.execute("BEGIN")
    for schema in ("ledger", "estimates"):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    found = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
    there = {name for (name,) in found}
    for table in (*LEDGER, *ESTIMATES):
        if table.name not in there:
            con.execute(create_table(table))
            for statement in comments(table):
                con.execute(statement)
    con.execute("COMMIT")


def recipe_of_use(con: duckdb.DuckDBPyConnection, use_id: str) -> str:
    """The recipe a use was last judged by; empty when it never was."""
    rows = con.execute("SELECT recipe FROM ledger.file_use WHERE use_id = ?", [use_id]).fetchall()
    return str(rows[0][0]) if rows else ""


def forget_recipe(con: duckdb.DuckDBPyConnection, use_id: str) -> None:
    """Have a use judged again whatever its file is by then: its rows are about to be replaced."""
    con.execute("UPDATE ledger.file_use SET recipe = '' WHERE use_id = ?", [use_id])


@dataclass(frozen=True)
class Refused:
    """Refused rows of a use: files with source_row and broken, and what has no fields to judge.

    ``column_of`` tells the column of each rule.
    """

    files: Sequence[Path] = ()
    misshapen: Sequence[int] = ()
    column_of: Mapping[str, str] = field(default_factory=dict)


def record_use(
    con: duckdb.DuckDBPyConnection, use: FileUse, refused: Refused, measures: Sequence[Measure]
) -> None:
    """Replace what the ledger says about a use."""
    con.execute("BEGIN")
    con.execute("DELETE FROM ledger.file_use WHERE use_id = ?", [use.use_id])
    con.execute("DELETE FROM ledger.quarantine WHERE use_id = ?", [use.use_id])
    places = ", ".join("?" for _ in astuple(use))
    con.execute(f"INSERT INTO ledger.file_use VALUES ({places})", list(astuple(use)))
    if refused.files:
        _record_refused_rows(con, use.use_id, refused)
    if refused.misshapen:
        con.execute(
            "INSERT INTO ledger.quarantine SELECT ?, unnest(?::BIGINT[]), '', ?",
            [use.use_id, list(refused.misshapen), MISSHAPEN],
        )
    record_measures(con, use.use_id, measures)
    con.execute("COMMIT")


def _record_refused_rows(con: duckdb.DuckDBPyConnection, use_id: str, refused: Refused) -> None:
    """From file to ledger without passing through Python: there may be millions."""
    rules = sorted(refused.column_of)
    con.register(
        "column_of",
        pa.table({"rule": rules, "column_name": [refused.column_of[rule] for rule in rules]}),
    )
    paths = ", ".join(sql_text(str(file)) for file in refused.files)
    con.execute(
        f"""
        INSERT INTO ledger.quarantine
        SELECT {sql_text(use_id)}, source_row, column_of.column_name, rule
        FROM (SELECT source_row, unnest(broken) AS rule FROM read_parquet([{paths}]))
        JOIN column_of USING (rule)
        """
    )
    con.unregister("column_of")


def judged_uses(con: duckdb.DuckDBPyConnection, sites: Iterable[str]) -> dict[str, set[str]]:
    """For each contract, the uses of some sites that were judged row by row."""
    uses: dict[str, set[str]] = defaultdict(set)
    for use, contract in con.execute(
        "SELECT use_id, contract FROM ledger.file_use "
        "WHERE (file_rule = '' OR is_held) AND list_contains(?, site_code)",
        [sorted(sites)],
    ).fetchall():
        uses[contract].add(use)
    return uses


def record_held(
    con: duckdb.DuckDBPyConnection, sites: Iterable[str], held: Mapping[str, tuple[str, str]]
) -> None:
    """Replace which uses of some sites are held back; ``held`` gives rule and sentence by use."""
    con.execute("BEGIN")
    con.execute(
        "UPDATE ledger.file_use SET is_held = false, file_rule = '', sentence = '' "
        "WHERE is_held AND list_contains(?, site_code)",
        [sorted(sites)],
    )
    for use in sorted(held):
        con.execute(
            "UPDATE ledger.file_use SET is_held = true, file_rule = ?, sentence = ? "
            "WHERE use_id = ?",
            [*held[use], use],
        )
    con.execute("COMMIT")


def settle_accounts(con: duckdb.DuckDBPyConnection, lake: Lake) -> int:
    """Rebuild ledger.row_account from the fates; gives back the number of files.

    ContractBroken when for any file rows in differ from accepted + quarantined + duplicates.
    """
    register_accepted_rows(con, lake, "accepted_rows")
    con.execute("BEGIN")
    con.execute("DELETE FROM ledger.row_account")
    con.execute(
        f"""
        INSERT INTO ledger.row_account
        WITH fate AS (
            SELECT use_id,
                count(*) FILTER (disposition IN ('conflict', 'variant')) AS held_back,
                count(*) FILTER (disposition = 'duplicate') AS duplicates
            FROM ({fates_sql(lake)})
            GROUP BY use_id
        )
        SELECT u.use_id, u.site_code, u.delivery_id, u.file_name, u.contract, u.rows_in,
            u.rows_outside + coalesce(a.n_rows, 0)
            - coalesce(f.held_back, 0) - coalesce(f.duplicates, 0),
            CASE WHEN u.is_held THEN u.rows_in - u.rows_repeated - u.rows_outside
                ELSE u.rows_refused + coalesce(f.held_back, 0) END,
            u.rows_repeated + coalesce(f.duplicates, 0)
        FROM ledger.file_use AS u
        LEFT JOIN accepted_rows AS a ON a.use_id = u.use_id
        LEFT JOIN fate AS f ON f.use_id = u.use_id
        """
    )
    con.execute("COMMIT")
    con.unregister("accepted_rows")
    wrong = con.execute(
        "SELECT site_code, file_name, contract FROM ledger.row_account "
        "WHERE rows_in <> rows_accepted + rows_quarantined + rows_duplicate ORDER BY ALL"
    ).fetchall()
    if wrong:
        site, file, contract = wrong[0]
        raise ContractBroken(
            "E301",
            f"rows were lost or doubled in {len(wrong)} files",
            where=f"site {site}, file {file}, as {contract}",
        )
    return int(con.execute("SELECT count(*) FROM ledger.row_account").fetchall()[0][0])


def passed_gates(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The fingerprint with which each file of a table last passed the gate."""
    query = "SELECT file_name, recipe FROM ledger.gate WHERE table_name = ?"
    return dict(con.execute(query, [table]).fetchall())


def record_gates(con: duckdb.DuckDBPyConnection, passed: Mapping[str, Mapping[str, str]]) -> None:
    """Remember of some tables that these files passed the gate, and forget any other of theirs."""
    rows = [(table, name, one) for table, files in passed.items() for name, one in files.items()]
    columns = [pa.array(list(column), pa.string()) for column in zip(*rows, strict=True)]
    con.execute("BEGIN")
    con.execute("DELETE FROM ledger.gate WHERE list_contains(?, table_name)", [list(passed)])
    if rows:
        con.register("passed", pa.table(columns, names=["table_name", "file_name", "recipe"]))
        con.execute("INSERT INTO ledger.gate FROM passed ORDER BY ALL")
        con.unregister("passed")
    con.execute("COMMIT")


def start_run(con: duckdb.DuckDBPyConnection) -> int:
    """Record that a run began; gives back its number."""
    number = con.execute("SELECT coalesce(max(run_number), 0) + 1 FROM ledger.run").fetchall()[0][0]
    con.execute(
        "INSERT INTO ledger.run VALUES (?, now()::TIMESTAMP, NULL, 'running', NULL, NULL)", [number]
    )
    return int(number)


def finish_run(
    con: duckdb.DuckDBPyConnection, number: int, state: str, message: str, release_id: str | None
) -> None:
    """Record how a run ended."""
    con.execute(
        "UPDATE ledger.run SET finished_at = now()::TIMESTAMP, state = ?, message = ?, "
        "release_id = ? WHERE run_number = ?",
        [state, message, release_id, number],
    )
