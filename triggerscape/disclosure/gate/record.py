"""What a release says of its own examination: rules, attacks tried, rows hidden and held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from triggerscape.disclosure.attack.findings import ATTACKS
from triggerscape.disclosure.chain.declared import declared_sha256
from triggerscape.disclosure.gate.settling import EGRESS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from triggerscape.disclosure.attack.findings import Report
    from triggerscape.disclosure.chain.hold import HoldReport
    from triggerscape.disclosure.rule import Rule

RECORD = "disclosure.json"


def write_record(
    folder: Path,
    rule: Rule,
    report: Report,
    tables: Mapping[str, pl.DataFrame],
    rows: HoldReport | None,
) -> None:
    """Write ``disclosure.json``: numbers of rows and of attacks, never of people."""
    successes = report.successes()
    told = {
        "threshold": rule.threshold,
        "rounding_base": rule.rounding_base,
        "mode": str(rule.mode),
        "egress_sha256": declared_sha256(EGRESS),
        "attacks": {
            name: {
                "asks": ATTACKS.get(name, ""),
                "tried": int(report.tried.get(name, 0)),
                "succeeded": int(found),
            }
            for name, found in successes.items()
        },
        "left_out": dict(sorted(report.left_out.items())),
        "rows": {
            name: _rows(frame) | (dict(rows.rows.get(name, {})) if rows else {})
            for name, frame in sorted(tables.items())
            if "status" in frame.columns
        },
    }
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    (folder / RECORD).write_text(text, encoding="utf-8", newline="\n")


def _rows(frame: pl.DataFrame) -> dict[str, int]:
    return {"rows": frame.height, "hidden": int((frame["status"] == "c").sum())}
