"""Time to measure a judged diary and to hold it to the gate, beside a copy of the same rows.

    python tests/benchmarks/bench_measures.py --rows 1000000

The yardstick reads the rows from Parquet and writes them again, typed and sorted out already: the
least any delivery must pay. One thread; only ratios of one run mean anything on a shared machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # where its neighbours lie

from arrived_files import as_arrived

from expectations.measures.measuring import measure
from expectations.review.batch import judge_batch
from triggerscape.contract.core import accepted_table
from triggerscape.contract.diary import DIARY
from triggerscape.contract.language import Column, Kind
from triggerscape.delivery.profiles.profile import SiteProfile

# Made of the row's number i, so that no draw is needed; people have 365 days each.
_GIVEN = {
    "site_code": "'AA'",
    "person_key": "'person-' || i // 365",
    "person_id": "i // 365",
    "diary_date": "DATE '2025-01-01' + CAST(i % 365 AS INTEGER)",
    "migraine": "i % 10 = 0",
    "headache": "i % 5 = 0",
}


def value(column: Column) -> str:
    """SQL for a sound value of a column."""
    if column.name in _GIVEN:
        return _GIVEN[column.name]
    if column.values and column.kind is Kind.TEXT:
        return f"'{column.values[0]}'"
    match column.kind:
        case Kind.BOOLEAN:
            return "i % 7 = 0"
        case Kind.TIMESTAMP:
            return "TIMESTAMP '2025-01-01' + INTERVAL (i % 525600) MINUTE"
        case Kind.TEXT:
            return "'some'"
        case Kind.SMALLINT | Kind.INTEGER | Kind.BIGINT | Kind.DOUBLE:
            low, high = column.low or 0, min(column.high or 10, 10)
            return f"{max(low, 0)} + (i * 7919) % 1000 / 1000 * {high - max(low, 0)}"
        case _:
            return "NULL"


def write_rows(con: duckdb.DuckDBPyConnection, rows: int, target: Path) -> None:
    """A file of accepted diary days, with what measuring wants beside them."""
    table = accepted_table(DIARY)
    columns = ", ".join(f'CAST({value(c)} AS {c.kind}) AS "{c.name}"' for c in table)
    made = f"SELECT {columns} FROM range({rows}) AS r (i)"
    con.execute(
        f"COPY (SELECT {as_arrived(table)}, CAST(NULL AS VARCHAR[]) AS broken FROM ({made})) "
        f"TO '{target}' (COMPRESSION zstd)"
    )


def seconds(do: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    started = time.process_time()
    do()
    return time.process_time() - started


def main() -> None:
    """Measure CPU seconds; print them with their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        con.execute("SET threads = 1")
        part = Path(folder) / "diary.parquet"
        write_rows(con, rows, part)
        con.execute(f"CREATE VIEW judged AS FROM '{part}'")
        copy = f"COPY (FROM judged) TO '{folder}/copy.parquet' (COMPRESSION zstd)"
        copied = seconds(lambda: con.execute(copy))
        measured = seconds(lambda: measure(con, DIARY, SiteProfile("AA")))
        loading = seconds(lambda: judge_batch(con, DIARY, []))
        gate = seconds(lambda: judge_batch(con, DIARY, [part]))
    each = measured / rows / len(DIARY.columns) * 1e6
    for sentence in (
        f"{rows:,} rows of {len(DIARY.columns)} columns",
        f"copy     {copied:6.2f} s",
        f"measure  {measured:6.2f} s  {measured / copied:.2f} copies, {each:.3f} us a value",
        f"gate     {gate:6.2f} s  {gate / copied:.2f} copies, after {loading:.1f} s of loading",
    ):
        sys.stdout.write(sentence + "\n")


if __name__ == "__main__":
    main()
