"""Write bias and coverage by window over many seeds: ``python measure_event_time.py 200``.

Seeds were chosen before looking: 10,000 on for the effect, 20,000 for nothing, 30,000 for hidden
severity, 40,000 and 50,000 for stops. The result is measured_event_time.json beside this file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from event_seeds import EFFECT, HIDDEN, LOST, NOTHING, by_window, stops, summary

MEASURED = Path(__file__).with_name("measured_event_time.json")


def main(seeds: int) -> None:
    """Measure every world and keep what was found."""
    found: dict[str, Any] = {
        "effect": summary(EFFECT, 10_000, seeds),
        "nothing": summary(NOTHING, 20_000, seeds),
        "hidden severity": summary(HIDDEN, 30_000, seeds),
    }
    for name, effect, first in (("stops", -2.0, 40_000), ("stops of nothing", 0.0, 50_000)):
        truth = {window: -effect * lost for window, lost in enumerate(LOST)}
        found[name] = {"seeds": seeds, "after_stop": by_window(stops(effect, first, seeds), truth)}
    MEASURED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]))
