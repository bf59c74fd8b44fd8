"""Time to simulate a population and to write its deliveries, beside a plain write of the same rows.

    python tests/benchmarks/bench_cohort.py --people 3000 --days 392

The yardstick reads the finished files into frames and writes the frames once more with polars and
nothing else: what any writer must pay. Only ratios of one run mean anything on a shared machine.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.implied.implied_effects import implied_effects
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth
from triggerscape.delivery.profiles.reading import read_profile


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")


def plain_write(home: Path, target: Path) -> tuple[float, int, int]:
    """CPU seconds to write every delivered table again, its rows and its bytes."""
    tables = []
    for file in sorted(home.glob("inbox/*/*/*")):
        if file.suffix == ".json":
            continue
        if file.suffix == ".parquet":
            tables.append((file, pl.read_parquet(file)))
        else:
            separator = read_profile(home / "sites" / f"{file.parts[-3]}.toml").delimiter
            tables.append((file, pl.read_csv(file, separator=separator, infer_schema=False)))
    rows = sum(table.height for _, table in tables)
    size = sum(file.stat().st_size for file, _ in tables)
    started = time.process_time()
    for place, (file, table) in enumerate(tables):
        path = target / f"{place}{file.suffix}"
        if file.suffix == ".parquet":
            table.write_parquet(path, compression="zstd", compression_level=3)
        elif file.suffix == ".gz":
            path.write_bytes(gzip.compress(table.write_csv().encode(), 6, mtime=0))
        else:
            table.write_csv(path)
    return time.process_time() - started, rows, size


def main() -> None:
    """Measure CPU seconds; print them with their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--days", type=int, default=392)
    parser.add_argument("--sites", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    population = make_population(asked.people, asked.days, asked.sites, asked.seed, default_truth())
    started = time.process_time()
    simulated = sum(world.days.migraine.size for world in population.worlds())
    engine = time.process_time() - started
    started = time.process_time()
    implied_effects(population)
    implied = time.process_time() - started
    with tempfile.TemporaryDirectory() as folder:
        home, again = Path(folder, "home"), Path(folder, "again")
        again.mkdir()
        started = time.process_time()
        write_deliveries(population, home)
        written = time.process_time() - started
        plain, rows, size = plain_write(home, again)
    million = simulated / 1e6
    say(
        f"simulate {million:.2f} million person-days: {engine:.2f} s, {engine / million:.2f} s each"
    )
    say(f"implied effects, simulation included: {implied:.2f} s")
    say(f"simulate and write {rows} rows, {size / 1e6:.0f} MB: {written:.2f} s")
    say(f"plain write of the same rows: {plain:.2f} s; all of it {written / plain:.1f} times that")
    say(f"without the simulation {(written - engine) / plain:.1f} times that")


if __name__ == "__main__":
    main()
