"""Settling and building populations of several sizes, and one more day of each.

    python tests/benchmarks/bench_features.py --copies 2 8 32 96

A synthetic site is landed once and its people repeated (about 0.45 million diary rows a copy of
2,000 people). Beside the build stand, on the same lake, one scan of every column it wrote and the
same SELECTs in one go over everything in memory. Only ratios mean anything on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path


def main() -> None:
    """Measure every size asked for; keep the figures where they are asked for."""
    # Every process that is measured loads this file: what it loads would count as its memory.
    from feature_sides import make_base, measure, report
    from own_process import cost_of

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=2000)
    asked.add_argument("--copies", type=int, nargs="+", default=[2])
    asked.add_argument("--copies-a-bucket", type=int, default=8)
    asked.add_argument("--memory-gb", type=float, default=0.5)
    asked.add_argument("--in-one-go", type=int, default=24, help="largest number of copies")
    asked.add_argument("--figures", type=Path)
    chosen = asked.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        base = folder / "base"
        rows = cost_of(make_base, base, chosen.people).result
        for copies in chosen.copies:
            sides = measure(base, folder, copies, chosen)
            report(rows * copies, sides)
            figures[str(copies)] = {name: asdict(cost) for name, cost in sides.items()}
    if chosen.figures:
        chosen.figures.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
