"""Writes measured_utility.json: what each protection costs, and what attackers still get.

python tests/disclosure/measure_utility.py [S D2 large]

Only the tables named are measured again, all where none is. Figures of ``large`` are those of
mode S alone: what it hides, and how long that takes.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from random_blocks import hidden, is_small
from simple_suppression import BASELINES
from utility_tables import SHAPES, table

from triggerscape.disclosure.attack.determined import determined
from triggerscape.disclosure.attack.insiders import Insider
from triggerscape.disclosure.attack.intervals import knowing_small, reachable
from triggerscape.disclosure.exact.suppress import Pattern, hide_complements

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, IntArray, System

MEASURED = Path(__file__).resolve().parent / "measured_utility.json"
THRESHOLD = 11
# Base 10 where three dimensions are linked: disclosure by rounding gets easier with every one.
BASES = {"S": 10, "D2": 5}


def figures(name: str) -> dict[str, Any]:
    """Everything measured on one table."""
    system, counts = table(name)
    small = is_small(counts)
    started = time.process_time()
    pattern = hide_complements(system, counts, small, threshold=THRESHOLD)
    seconds = time.process_time() - started
    found: dict[str, Any] = {
        "table": name,
        "shape": SHAPES[name]._asdict(),
        "cells": system.size,
        "nonzero": int((counts > 0).sum()),
        "small": int(small.sum()),
        "mode_s": _of_pattern(pattern, seconds),
    }
    if name in BASES:
        hides = {kind: hide(system, counts, THRESHOLD) for kind, hide in BASELINES.items()}
        hides["mode S"] = pattern.is_hidden
        found["protections"] = [
            _protection(kind, system, counts, is_hidden) for kind, is_hidden in hides.items()
        ]
        found["protections"].append(
            _protection("mode R", system, counts, small, base=BASES[name]) | {"base": BASES[name]}
        )
    return found


def _of_pattern(pattern: Pattern, seconds: float) -> dict[str, Any]:
    return {
        "hidden": int(pattern.is_hidden.sum()),
        "secondary": int(pattern.secondary.sum()),
        "unprotected": len(pattern.unprotected),
        "steps": pattern.steps,
        "audit": pattern.audit,
        "processor_seconds": round(seconds, 1),
    }


def _protection(
    kind: str, system: System, counts: IntArray, is_hidden: BoolArray, base: int = 0
) -> dict[str, Any]:
    """What is hidden, what is worked out of it, and how far off the rest is."""
    small = is_small(counts)
    mode = "rounded" if base else "exact"
    seen = hidden(system, counts, is_hidden, mode=mode, base=base or 5)
    if base:
        seen = knowing_small(seen, small, THRESHOLD)
    told = determined(seen, known=counts)
    low, high = reachable(seen, np.flatnonzero(small))
    is_narrow = high - low < 2 if base else (low > 1) | (high < THRESHOLD - 1)
    inside = Insider(seen, counts, small & ~told)
    by_sites = sum(insight.places.size for insight in inside.by_sites())
    shown = ~is_hidden & (counts > 0)
    printed = _printed(counts, base)
    off = np.abs(printed - counts)[shown] / counts[shown]
    return {
        "protection": kind,
        "share_hidden": round(float((is_hidden & (counts > 0)).sum() / (counts > 0).sum()), 4),
        "exact": int((told & small).sum()),
        "narrow": int(is_narrow.sum()),
        "exact_by_sites": int(by_sites),
        "median_error": round(float(np.median(off)), 4),
        "error_95": round(float(np.quantile(off, 0.95)), 4),
    }


def _printed(counts: IntArray, base: int) -> IntArray:
    if not base:
        return counts
    nearest = (2 * counts + base) // (2 * base) * base
    fewest = -(-THRESHOLD // base) * base
    return np.where(counts >= THRESHOLD, np.maximum(nearest, fewest), nearest)


if __name__ == "__main__":
    known = (
        {one["table"]: one for one in json.loads(MEASURED.read_text())}
        if (MEASURED.exists())
        else {}
    )
    for chosen in sys.argv[1:] or SHAPES:
        known[chosen] = figures(chosen)
        ordered = [known[name] for name in SHAPES if name in known]
        MEASURED.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
