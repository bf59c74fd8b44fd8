"""Seconds, memory and skill of the forecast, on a demo's months and on a million made ones.

    PYTHONPATH=. python tests/benchmarks/bench_forecast.py --rows 1000000
    PYTHONPATH=. python tests/benchmarks/bench_forecast.py --people 3000

Grown trees and a Poisson regression learn from the same four fifths of the people and are asked
about the same fifth, each in a process of its own that reads every row; the whole forecast, judged
four ways, reads as a run does: a sample of people where they are many. Only ratios of one run mean
anything on a shared machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
from own_process import Cost, cost_of

from models.forecast.features import FEATURES

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "recovery"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ENOUGH = 14
WINDOWS = 9
CHUNK_PEOPLE = 5000
TREES, REGRESSION, WHOLE = "grown trees", "Poisson regression", "whole forecast"
_MADE = ("is_chronic", "is_episodic", "is_female", "is_diagnosed_chronic")


def write_made_months(path: Path, rows: int) -> None:
    """Rows of months.person_month of made people, a few thousand people at a time."""
    from forecast_world import make_forecast_world

    people, writer = -(-rows // WINDOWS), None
    for first in range(0, people, CHUNK_PEOPLE):
        months = make_forecast_world(min(CHUNK_PEOPLE, people - first), WINDOWS, first + 1).months
        named = dict(zip(FEATURES, months.features.T, strict=True))
        groups = [name.removeprefix("on_") for name in FEATURES if name.startswith("on_")]
        on = np.column_stack([named[f"on_{group}"] > 0 for group in groups])
        lists = [[group for group, is_on in zip(groups, row, strict=True) if is_on] for row in on]
        frame = pl.DataFrame(
            {
                **{n: v for n, v in named.items() if n not in _MADE and not n.startswith("on_")},
                # Keys spread over all remainders, as hashes are.
                "person_id": (months.person + first) * 1_000_003 + (months.person + first) * 8_191,
                "site_code": months.site,
                "window_index": months.window,
                "chronicity": np.where(named["is_chronic"] > 0, "chronic", "episodic"),
                "sex": np.where(named["is_female"] > 0, "female", "male"),
                "diagnosis": np.where(
                    named["is_diagnosed_chronic"] > 0, "chronic_migraine", "mwoa"
                ),
                "therapy_groups": lists,
                "next_known_days": months.known_days.astype(int),
                "next_attack_days": np.rint(months.rate * months.known_days / 28).astype(int),
            }
        ).fill_nan(None)
        table = frame.to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def write_population_months(path: Path, people: int) -> None:
    """months.person_month of a synthetic population of 392 days."""
    from month_cohort import core_of_months, opened_months
    from trigger_cohort import keep_population

    with opened_months(core_of_months(keep_population(people, 392, 12, 20261121))) as con:
        con.sql("FROM months.person_month").write_parquet(str(path))


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"memory_limit": "500MB", "threads": 1})
    connection.execute("CREATE SCHEMA months; SET enable_progress_bar = false")
    connection.execute(f"CREATE VIEW months.person_month AS FROM read_parquet('{path}')")
    return connection


def learnt_once(path: Path, name: str) -> tuple[int, float]:
    """Rows in all, and the share of deviance explained on a fifth of the people."""
    from flows.fits.forecast import person_months
    from models.forecast.forecast_model import ForecastSettings
    from models.forecast.judging.judged_months import JudgedMonths
    from models.forecast.judging.measures import figure
    from models.forecast.judging.splits import people_splits
    from models.forecast.learners.boosted_rates import grow
    from models.forecast.learners.plain_rates import poisson_regression

    months, _ = person_months(opened(path), ENOUGH, 10**9, FEATURES)
    split = people_splits(months, 5)[0]
    learnt, asked = months.rows(split.learnt), months.rows(split.asked)
    rows = len(months)
    del months
    if name == TREES:
        expected = np.minimum(grow(learnt, ForecastSettings()).predict(asked.features), 28)
    else:
        expected = poisson_regression(learnt, asked)
    judged = JudgedMonths(asked, expected, expected, expected, {})
    return rows, figure(judged, "deviance_explained").value


def whole(path: Path) -> tuple[int, float]:
    """Months used, and the same share on people held out in turn."""
    from flows.fits.forecast import fit_next_window

    fitted = fit_next_window(opened(path), ENOUGH)
    if fitted.model is None:
        raise SystemExit(f"no forecast: {fitted.rows['estimates.model_metric']['reason'].item()}")
    found = fitted.rows["estimates.model_metric"].filter(
        slice_kind="all", measure_id="deviance_explained", validation="held-out people"
    )
    return fitted.model.training.n_person_months, found["value"].item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--rows", type=int, help="so many made person-months")
    size.add_argument("--people", type=int, help="a synthetic population of so many")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "months.parquet"
        if chosen.rows:
            write_made_months(path, chosen.rows)
        else:
            write_population_months(path, chosen.people)
        found: dict[str, Cost] = {}
        for name, work in ((TREES, learnt_once), (REGRESSION, learnt_once), (WHOLE, whole)):
            found[name] = cost_of(work, path, *([name] if work is learnt_once else []))
            rows, skill = found[name].result
            sys.stdout.write(f"{name:<20} {rows:>9} months {found[name]}  D2 {skill:.4f}\n")
            sys.stdout.flush()
    ratio = found[TREES].processor / found[REGRESSION].processor
    sys.stdout.write(f"trees / regression, processor, with reading: {ratio:.2f}\n")


if __name__ == "__main__":
    main()
