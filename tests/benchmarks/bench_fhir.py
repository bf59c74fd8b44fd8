"""Flattening encounters by our view beside DuckDB's own typed read of the same lines to Parquet.

    python tests/benchmarks/bench_fhir.py ../shared/data/fhir-bulk-10/Encounter.000.ndjson

The file is repeated until it has the megabytes asked for. Ours reads every line of the numbered
copy our door makes as one text, checks that it is JSON and applies
``sql/sources/fhir/views/encounter.json``; DuckDB's reads the same elements as declared columns,
which stops at the first bad line and finds no list where it was told of one value. Both write the
same columns; that the rows are equal is checked first. The two take turns, in one process on the
same threads, so that what else the machine does meets both.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb

from triggerscape.delivery.door.plain_copy import LINE_MARK
from triggerscape.delivery.fhir import compile_view
from triggerscape.delivery.formats.raw_lines import copy_lines
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.statements import sql_folder

VIEW = sql_folder() / "sources" / "fhir" / "views" / "encounter.json"
GOAL = 3.0
_CODED = "STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[])[]"


def repeated(source: Path, target: Path, megabytes: int) -> None:
    """The lines of a file again and again, until there are that many megabytes."""
    data = source.read_bytes()
    with target.open("wb") as file:
        for _ in range(-(-megabytes * 1_000_000 // len(data))):
            file.write(data)


def by_view(numbered: Path) -> str:
    """SELECT of the encounters by our view, from the copy of the lines that our door makes."""
    read = (
        f"read_csv({sql_text(str(numbered))}, columns = {{'source_row': 'BIGINT', "
        f"'resource': 'VARCHAR'}}, delim = {sql_text(LINE_MARK)}, quote = '', escape = '', "
        "header = false, auto_detect = false)"
    )
    checked = f"(SELECT * FROM {read} WHERE json_valid(resource))"
    return compile_view(json.loads(VIEW.read_text(encoding="utf-8"))).text_sql(checked)


def by_typed_read(lines: Path) -> str:
    """SELECT of the same columns, from DuckDB's reader told of every type; without line numbers."""
    types = {
        "id": "VARCHAR",
        "subject": "STRUCT(reference VARCHAR)",
        "status": "VARCHAR",
        "class": "STRUCT(code VARCHAR)",
        "period": 'STRUCT("start" VARCHAR, "end" VARCHAR)',
        "meta": "STRUCT(lastUpdated VARCHAR)",
        "reasonCode": _CODED,
    }
    columns = ", ".join(f"{name}: {sql_text(kind)}" for name, kind in types.items())
    return f"""
        SELECT id AS encounter_id, split_part(subject.reference, '/', 2) AS patient_id, status,
            class.code AS class_code, period."start" AS period_start, period."end" AS period_end,
            meta.lastUpdated AS last_updated, reason.system AS reason_system,
            reason.code AS reason_code
        FROM (
            SELECT *, unnest(CASE WHEN len(reasons) > 0 THEN reasons ELSE [NULL] END) AS reason
            FROM (
                SELECT *, flatten(list_transform(reasonCode, lambda one: one.coding)) AS reasons
                FROM read_json({sql_text(str(lines))}, columns = {{{columns}}},
                    format = 'newline_delimited')))"""


def measured(select: str, target: Path, threads: int) -> tuple[float, float]:
    """Seconds and processor seconds of writing a SELECT to Parquet."""
    with duckdb.connect() as con:
        con.execute(f"SET threads = {threads}")
        seconds, processor = time.perf_counter(), time.process_time()
        con.execute(f"COPY ({select}) TO {sql_text(str(target))} (FORMAT parquet)")
        return time.perf_counter() - seconds, time.process_time() - processor


def differing_rows(ours: str, theirs: str) -> int:
    """Rows that one SELECT gives more often than the other."""
    own = f"SELECT * EXCLUDE (source_row) FROM ({ours})"
    both = f"(({own}) EXCEPT ALL ({theirs})) UNION ALL (({theirs}) EXCEPT ALL ({own}))"
    return int(duckdb.sql(f"SELECT count(*) FROM ({both})").fetchall()[0][0])


def main() -> None:
    """Prints both times and their ratio; exit code 1 above the goal or where rows differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encounters", type=Path)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines, target = Path(folder) / "lines.ndjson", Path(folder) / "flat.parquet"
        repeated(asked.encounters, lines, asked.megabytes)
        numbered = Path(folder) / "numbered"
        started = time.process_time()
        with lines.open("rb") as stream:
            copy_lines(stream, numbered)
        copying = time.process_time() - started
        selects = {"view": by_view(numbered), "typed read": by_typed_read(lines)}
        different = differing_rows(*selects.values())
        times = [
            {name: measured(select, target, asked.threads) for name, select in selects.items()}
            for _ in range(asked.rounds)
        ]
    middle = {
        name: [median(one[name][part] for one in times) for part in (0, 1)] for name in selects
    }
    for name, (seconds, processor) in middle.items():
        sys.stdout.write(f"{name:12}{seconds:8.2f} s {processor:8.2f} processor s\n")
    sys.stdout.write(
        f"{'numbering':12}{copying:21.2f} processor s, once, in the reader's process\n"
    )
    wall, ratio = (middle["view"][part] / middle["typed read"][part] for part in (0, 1))
    sys.stdout.write(
        f"ratio {ratio:.2f} of processor seconds (goal {GOAL:g} at most), {wall:.2f} of seconds; "
        f"{different} rows differ\n"
    )
    sys.exit(ratio > GOAL or different > 0)


if __name__ == "__main__":
    main()
