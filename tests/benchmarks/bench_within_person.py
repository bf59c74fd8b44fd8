"""CPU and memory of the within-person fit, beside pyfixest and beside one SQL scan of its columns.

    python tests/benchmarks/bench_within_person.py --rows 1000000

Every contestant reads the same Parquet file through DuckDB in a process of its own, and reading is
part of its cost; only ratios of one run mean anything on a shared machine. --measured so many of
the factors are real numbers in place of yes or no. pyfixest holds all rows in memory: leave it out
of the large sizes with --without-pyfixest.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FACTORS = tuple(f"factor_{place:02d}" for place in range(25))
TRUTH = np.where(np.arange(25) < 10, np.linspace(-0.3, 0.4, 25), 0.0)
DAYS = 90
CHUNK_PEOPLE = 2000


def write_diary(path: Path, n_rows: int, n_measured: int = 0) -> None:
    """Person-days sorted by person, written a few thousand people at a time.

    The last ``n_measured`` factors, all without effect, are real numbers.
    """
    draw = np.random.default_rng(20260501)
    writer = None
    for first in range(0, n_rows // DAYS, CHUNK_PEOPLE):
        people = np.arange(first, min(first + CHUNK_PEOPLE, n_rows // DAYS))
        person = np.repeat(people, DAYS)
        exposed = (draw.random((len(FACTORS), len(person))) < 0.2).astype(float)
        if n_measured:
            exposed[-n_measured:] = draw.standard_normal((n_measured, len(person)))
        level = np.repeat(draw.normal(-3.2, 0.4, len(people)), DAYS)
        rate = np.exp(level + TRUTH @ exposed)
        table = pa.table(
            {
                "person_id": person,
                "site_code": pa.array([f"site {k:02d}" for k in range(12)]).take(
                    pa.array(person % 12)
                ),
                "outcome": (draw.random(len(person)) < rate).astype(float),
                **dict(zip(FACTORS, exposed, strict=True)),
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"memory_limit": "500MB"})
    connection.execute("SET enable_progress_bar = false")
    return connection


def sum_scan(path: Path) -> Callable[[], object]:
    columns = ", ".join(f"sum({name})" for name in ("person_id", "outcome", *FACTORS))
    connection = connect()
    return connection.sql(f"SELECT {columns} FROM read_parquet('{path}')").fetchall


def ours(path: Path) -> Callable[[], object]:
    from models.triggers.within_person import fit_within_person

    columns = ", ".join(("person_id", "site_code", "outcome", *FACTORS))
    connection = connect()
    query = f"SELECT {columns} FROM read_parquet('{path}')"

    def fit(only: str) -> object:
        return fit_within_person(
            lambda: connection.sql(query + only).to_arrow_reader(65536), FACTORS
        ).passes

    fit(" LIMIT 20000")  # load what loads itself at first use
    return lambda: fit("")


def pyfixest_lean(path: Path) -> Callable[[], object]:
    import pyfixest

    connection = connect()
    columns = ", ".join(("person_id", "outcome", *FACTORS))
    query = f"SELECT {columns} FROM read_parquet('{path}')"
    formula = f"outcome ~ {' + '.join(FACTORS)} | person_id"

    def fit(only: str) -> object:
        data = connection.sql(query + only).df()
        return pyfixest.fepois(formula, data=data, vcov={"CRV1": "person_id"}, lean=True).coef()

    fit(f" LIMIT {200 * DAYS}")  # compile first
    return lambda: fit("")


def measure(build: Callable[[Path], Callable[[], object]], path: Path, results: object) -> None:
    """CPU seconds of the work and the peak memory of its process, in MB."""
    work = build(path)
    before = time.process_time()
    work()
    seconds = time.process_time() - before
    results.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def in_own_process(build: Callable[[Path], Callable[[], object]], path: Path) -> tuple | None:
    """The measurement, or None when the process did not survive."""
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    process = context.Process(target=measure, args=(build, path, results))
    process.start()
    process.join()
    return None if process.exitcode else results.get()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--measured", type=int, default=0)
    parser.add_argument("--without-pyfixest", action="store_true")
    chosen = parser.parse_args()
    contestants = {"one SQL sum() scan": sum_scan, "within_person": ours}
    if not chosen.without_pyfixest:
        contestants["pyfixest lean"] = pyfixest_lean
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.parquet"
        write_diary(path, chosen.rows, chosen.measured)
        found = {name: in_own_process(build, path) for name, build in contestants.items()}
    own = found["within_person"]
    say = sys.stdout.write
    say(f"{chosen.rows} rows, {len(FACTORS)} factors, {chosen.measured} of them real numbers\n")
    for name, measured in found.items():
        if measured is None or own is None:
            say(f"{name:<20} failed\n")
            continue
        seconds, megabytes = measured
        say(
            f"{name:<20} {seconds:8.2f} CPU s  {seconds / own[0]:6.2f} of ours"
            f"  peak {megabytes:7.0f} MB\n"
        )
    if found["one SQL sum() scan"] and own:
        say(f"ours / one scan      {own[0] / found['one SQL sum() scan'][0]:.1f}\n")


if __name__ == "__main__":
    main()
