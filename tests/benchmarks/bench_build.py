"""Time and memory of building core, features and designs, beside one scan of the same columns.

    python tests/benchmarks/bench_build.py --people 2000 --days 180

People are invented once a block and repeated under new numbers, so that any size is quick to make.
Build and scan run in a process of their own, over the same accepted rows; only their ratio means
anything on a shared machine.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "referee"))

from feature_lake import Delivery, accept, accepted_file, build_features, workspace
from plain_features_people import Tables, invent

from flows.run import Run, open_run
from triggerscape.contract.catalogue import INPUTS
from triggerscape.warehouse.lake import write_parquet
from triggerscape.warehouse.literals import quoted, sql_text
from triggerscape.workspace import Workspace

BLOCK = 100  # people
SCANNED = (
    "headache migraine pain_max sleep_hours sleep_quality stress posture_rating screen_hours "
    "alcohol_units caffeine_mg meals_skipped water_ml neck_pain preventive_taken menses "
    "triggers_asked triggers_present acute_triptan acute_nsaid"
).split()


def fill(home: Path, people: int, days: int, buckets: int, threads: int) -> int:
    """Accepted rows of ``people`` people: one block, repeated with other numbers."""
    tables: Tables = invent(20260303, BLOCK, days)
    small = workspace(home / "block", buckets=1)
    accept(small, Delivery("block", datetime(2026, 3, 1), tables))  # noqa: DTZ001
    run = workspace(home / "all", buckets=buckets, threads=threads)
    with duckdb.connect() as con:
        for contract in INPUTS:
            for file in small.lake.accepted_files(contract, 0):
                _repeat(con, run, contract, file, people)
    return people


def _repeat(
    con: duckdb.DuckDBPyConnection, run: Run, contract: str, file: Path, people: int
) -> None:
    """A copy of a person keeps the low 44 bits of the number; the high 16 say which copy it is."""
    # Arrived rows lie flat: their columns are the file's, not the contract's.
    names = pq.read_schema(file).names
    kept = ", ".join(quoted(n) for n in names if n not in {"person_id", "person_key"})
    width = 65536 // run.buckets
    for bucket in range(run.buckets):
        high = f"({bucket * width} + copy % {width})"
        select = f"""
            SELECT {", ".join(quoted(name) for name in names)} FROM (
                SELECT ({high} << 44) + (person_id & ((1::BIGINT << 44) - 1)) AS person_id,
                    person_key || '-' || copy AS person_key, {kept}
                FROM read_parquet({sql_text(str(file))}), range({people // BLOCK}) AS r(copy)
                WHERE copy % {run.buckets} = {bucket}
            ) ORDER BY person_id, source_row
        """
        target = accepted_file(run, contract, bucket, file.stem)
        write_parquet(con, select, target, recipe=f"{people} people")


def scan(home: Path) -> int:
    """Read every scanned column of every accepted diary row once, one bucket after the other."""
    run = open_run(Workspace(home / "all"))
    rows = 0
    for bucket in range(run.buckets):
        with run.connect() as con:
            for file in run.lake.accepted_files("diary", bucket):
                extras = [name for name in pq.read_schema(file).names if name.startswith("x_")]
                scanned = (f"count({name}), max(hash({name}))" for name in (*SCANNED, *extras))
                columns = ", ".join(scanned)
                query = f"SELECT count(*), {columns} FROM read_parquet({sql_text(str(file))})"
                rows += int(con.execute(query).fetchall()[0][0])
    return rows


def build(home: Path) -> int:
    """Build everything; gives back the person-days of the spine."""
    run = open_run(Workspace(home / "all"))
    build_features(run)
    return run.lake.rows("features.diary_spine")


def measure(work: Callable[..., int], arguments: tuple[object, ...], results: object) -> None:
    """Rows, wall seconds, CPU seconds, and the most memory the process ever held, in MB."""
    began, used = time.perf_counter(), time.process_time()
    rows = work(*arguments)
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    results.put((rows, wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def in_own_process(work: Callable[..., int], *arguments: object) -> tuple[int, float, float, float]:
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    process = context.Process(target=measure, args=(work, arguments, results))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} ended with {process.exitcode}")
    return results.get()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--buckets", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        # A child starts with its parent's peak, so the parent must stay small.
        in_own_process(fill, home, chosen.people, chosen.days, chosen.buckets, chosen.threads)
        scanned = in_own_process(scan, home)
        built = in_own_process(build, home)
    say = sys.stdout.write
    say(f"{built[0]:,} person-days, {chosen.buckets} buckets, {chosen.threads} threads\n")
    for name, (rows, wall, cpu, peak) in (("scan", scanned), ("build", built)):
        say(
            f"{name:<6} {rows:>12,} rows {wall:7.2f} s wall {cpu:7.2f} s CPU "
            f"{1e6 * cpu / rows:7.2f} µs CPU a row  peak {peak:6.0f} MB\n"
        )
    say(f"build / scan, CPU a person-day: {built[2] / built[0] / (scanned[2] / scanned[0]):.1f}\n")


if __name__ == "__main__":
    main()
