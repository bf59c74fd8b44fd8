"""Puts the files that measure_trigger_recovery.py wrote into measured_trigger_recovery.json.

python tests/recovery/summarise_trigger_recovery.py ROWS
python tests/recovery/render_trigger_recovery.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from trigger_seed import AS_MEASURED, LOW_POWER, PUBLISHED
from trigger_summary import broken, by_class, by_factor, contrast, discoveries

MEASURED = Path(__file__).resolve().parent / "measured_trigger_recovery.json"
SIZES = {"measured": AS_MEASURED, "low_power": LOW_POWER}
CONTRASTS = ("posture_poor", "alcohol_any")
DIGITS = 4


def summary(folder: Path) -> dict[str, Any]:
    """Every figure of the page."""
    found: dict[str, Any] = {name: _world(folder / name, size) for name, size in SIZES.items()}
    found["reaction"] = reaction_summary(rows_in(folder / "reaction"))
    return found


def rows_in(folder: Path) -> pl.DataFrame:
    files = sorted(folder.glob("*.parquet"))
    return pl.concat([pl.read_parquet(file) for file in files], how="diagonal")


def _world(folder: Path, size: Any) -> dict[str, Any]:
    rows = rows_in(folder)
    seeds = sorted(rows["seed"].unique())
    analyses = rows["analysis"].unique(maintain_order=True)
    published = pl.col("analysis") == PUBLISHED
    heavy = rows.filter(published, trigger_id="alcohol_heavy")
    return {
        "size": vars(size),
        "seeds": {"first": seeds[0], "last": seeds[-1], "number": len(seeds)},
        "at_risk_days": {
            "least": rows["at_risk_days"].min(),
            "mean": round(rows["at_risk_days"].mean()),
        },
        "classes": _rounded(by_class(rows).filter(published)),
        "factors": _rounded(by_factor(rows).filter(published)),
        "discoveries": {name: discoveries(rows, name) for name in analyses},
        "broken": {name: broken(rows, name) for name in analyses},
        "contrasts": {code: contrast(rows, code) for code in CONTRASTS},
        "heavy_above": heavy.select((pl.col("log_rate_ratio").exp() > 1.3).mean()).item(),
    }


def reaction_summary(rows: pl.DataFrame) -> dict[str, Any]:
    """Per factor of the world that answers its attacks."""
    flagged = pl.col("after_q") < 0.05
    factors = rows.group_by("trigger_id", maintain_order=True).agg(
        n=pl.len(),
        truth=pl.col("truth").first(),
        estimate=pl.col("log_rate_ratio").mean(),
        estimate_error=pl.col("log_rate_ratio").std() / pl.len().sqrt(),
        coverage=pl.col("truth").is_between("log_ci_low", "log_ci_high").mean(),
        same_day=pl.col("same_day").mean(),
        after=pl.col("after").mean(),
        flagged=flagged.mean(),
        verdict=pl.col("verdict").mode().sort().first(),
        verdict_share=(pl.col("verdict") == pl.col("verdict").mode().sort().first()).mean(),
    )
    seeds = sorted(rows["seed"].unique())
    return {
        "seeds": {"first": seeds[0], "last": seeds[-1], "number": len(seeds)},
        "factors": _rounded(factors),
    }


def _rounded(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round(DIGITS)).to_dicts()


if __name__ == "__main__":
    text = json.dumps(summary(Path(sys.argv[1])), indent=1)
    MEASURED.write_text(text + "\n", encoding="utf-8")
