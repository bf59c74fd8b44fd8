"""Writes measured_optima.json: the fewest cells that protect each of 30 small blocks.

python tests/disclosure/measure_optima.py

Minutes of integer programming, done once and taken up where it was left; beside them what mode S
hides. ``test_exact_optimum.py`` looks at both again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from ilp_optimum import optimum
from random_blocks import KINDS, is_small, random_block

from triggerscape.disclosure.attack.classes import with_complements
from triggerscape.disclosure.exact.suppress import hide_complements

MEASURED = Path(__file__).resolve().parent / "measured_optima.json"
# Seeds and sizes were chosen before looking; three ways take an integer programme longest.
SEEDS = range(101, 107)
SIZES = {"two_way": 140, "three_way": 60, "hierarchy": 100, "linked": 80, "overlapping": 200}


def fewest(kind: str, seed: int) -> dict[str, Any]:
    """The fewest cells to hide beside the small ones of a block, and whether that is proven."""
    system, counts = random_block(seed, kind, size=SIZES[kind])
    wider = with_complements(system, counts, 11)
    found = optimum(wider.system, counts if wider.counts is None else wider.counts)
    return {
        "kind": kind,
        "seed": seed,
        "cells": system.size,
        "small": int(is_small(counts).sum()),
        "fewest": round(found.cost),
        "is_optimal": found.is_optimal,
    }


def by_mode_s(kind: str, seed: int) -> int:
    """Cells mode S hides beside the small ones, for outsiders and each cell at the same cost.

    That is what the integer programme is asked.
    """
    system, counts = random_block(seed, kind, size=SIZES[kind])
    pattern = hide_complements(
        system, counts, is_small(counts), threshold=11, cost=np.ones(system.size), insiders=False
    )
    return int(pattern.secondary.sum())


if __name__ == "__main__":
    blocks = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else []
    known = {(one["kind"], one["seed"]): one for one in blocks}
    for seed in SEEDS:
        for kind in KINDS:
            one = known.setdefault((kind, seed), {}) or fewest(kind, seed)
            known[kind, seed] = {**one, "mode_s": by_mode_s(kind, seed)}
            measured = [block for block in known.values() if block]
            MEASURED.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
