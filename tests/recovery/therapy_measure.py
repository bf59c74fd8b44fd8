"""Draws the four worlds and the demo's planted therapies, and sums up what is said of them.

OMP_NUM_THREADS=1 python tests/recovery/therapy_measure.py worlds ROWS
OMP_NUM_THREADS=1 python tests/recovery/therapy_measure.py planted ROWS
python tests/recovery/therapy_measure.py summary ROWS

What lies in ROWS is not drawn again. The last writes measured_therapy_recovery.json; then:
python tests/recovery/therapy_page.py
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from therapy_planted_seed import planted_rows
from therapy_planted_summary import planted_summary
from therapy_seed import seed_rows
from therapy_summary import summary

MEASURED = Path(__file__).resolve().parent / "measured_therapy_recovery.json"
# Chosen before the first of them was drawn.
SEEDS = {
    ("S1", 3_000): range(41_000, 41_200),
    ("S2", 3_000): range(42_000, 42_200),
    ("S3", 3_000): range(43_000, 43_200),
    ("S4", 3_000): range(44_000, 44_200),
    ("S1", 12_000): range(45_000, 45_100),
    ("S2", 12_000): range(46_000, 46_100),
    ("S3", 12_000): range(47_000, 47_100),
    ("S4", 12_000): range(48_000, 48_100),
}
PLANTED_SEEDS = {12_000: range(52_000, 52_002), 3_000: range(51_000, 51_004)}


def draw(world: str, people: int, seeds: range) -> pl.DataFrame:
    """Every seed of one world and size."""
    return pl.concat([seed_rows(world, people, seed) for seed in seeds], how="diagonal")


def drawn(folder: Path, what: str) -> pl.DataFrame:
    """All rows of the worlds or of the planted therapies, drawn now or read from ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, draw_it in DRAWS[what].items():
        target = folder / f"{name}.parquet"
        if not target.exists():
            began = time.process_time()
            partial_file = target.with_suffix(".partial")
            draw_it().write_parquet(partial_file)
            partial_file.replace(target)
            sys.stdout.write(f"{name}: {time.process_time() - began:.0f} s of processor\n")
            sys.stdout.flush()
        found.append(pl.read_parquet(target))
    return pl.concat(found, how="diagonal")


DRAWS: dict[str, dict[str, Callable[[], pl.DataFrame]]] = {
    "worlds": {
        f"{world}-{people}": partial(draw, world, people, seeds)
        for (world, people), seeds in SEEDS.items()
    },
    "planted": {
        f"planted-{people}-{seed}": partial(planted_rows, people, seed)
        for people, seeds in PLANTED_SEEDS.items()
        for seed in seeds
    },
}


if __name__ == "__main__":
    asked, rows = sys.argv[1], Path(sys.argv[2])
    if asked == "summary":
        found = summary(drawn(rows, "worlds"))
        found["planted"] = planted_summary(drawn(rows, "planted"))
        MEASURED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    else:
        drawn(rows, asked)
