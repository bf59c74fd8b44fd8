"""The whole way from CSV to features, beside DuckDB's typed read of the same bytes.

    python tests/benchmarks/bench_whole_way.py --people 5000 --copies 1

One synthetic site sends its diary, persons, visits, therapies and questionnaires. They are landed,
judged, settled and built; then the same site sends one more day, and only what that changes is
built. Each side runs in a process of its own; only ratios mean anything on a shared machine.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path


def main() -> None:
    """Print every side and the ratios."""
    # Every process that is measured loads this file: what it loads would count as its memory.
    from whole_way_sides import measure, report

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=2000)
    asked.add_argument("--copies", type=int, default=1)
    asked.add_argument("--buckets", type=int, default=1)
    asked.add_argument("--threads", type=int, default=1)
    asked.add_argument("--memory-gb", type=float, default=0.5)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report(measure(Path(folder), chosen))


if __name__ == "__main__":
    main()
