"""What the trials of therapies cost: the designs of one bucket with their tables and without.

    python tests/benchmarks/bench_trials.py --copies 4

A synthetic site is landed once and its people repeated. Seconds are of the processor, each side in
a process of its own; only their ratio means anything on a shared machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Build one bucket, then its designs without trials, with them, and with nothing new."""
    # Every process that is measured loads this file: what it loads would count as its memory.
    from feature_sides import fill, make_base
    from lake_build import build
    from own_process import cost_of
    from trial_sides import design, rows_of_trials

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=600)
    asked.add_argument("--copies", type=int, default=4)
    asked.add_argument("--memory-gb", type=float, default=0.5)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        base, home = Path(made) / "base", Path(made) / "home"
        cost_of(make_base, base, chosen.people)
        cost_of(fill, base, home, chosen.copies, 1, chosen.memory_gb)
        building = cost_of(build, home, ["old"])
        without = cost_of(design, home, "design.")
        trials = cost_of(design, home, "trials.")
        nothing = cost_of(design, home, "trials.")
        counted = rows_of_trials(home)
    say = sys.stdout.write
    say(f"{building.result:,} person-days\n")
    for name, cost in (
        ("build", building),
        ("designs without trials", without),
        ("trials", trials),
        ("trials, nothing new", nothing),
    ):
        say(f"{name:24}{cost}\n")
    added = trials.processor - nothing.processor
    say(f"trials / designs: {added / (without.processor - nothing.processor):.2f}\n")
    say(f"trials / build and designs: {added / (building.processor + without.processor):.3f}\n")
    for table, rows in counted.items():
        say(f"{table:24}{rows:>12,}\n")


if __name__ == "__main__":
    main()
