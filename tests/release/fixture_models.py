"""Invented versions of models, one of them not kept, and inputs that moved or did not."""

from __future__ import annotations

import polars as pl

_TABLES = {
    "triggers": ("trigger_effect", "phenotype"),
    "therapies": ("therapy_effect",),
    "counts": ("burden_site_window",),
}


def version_rows() -> pl.DataFrame:
    """Rows of pub.model_version before protection."""
    row = {
        "settings": '{"definitions.clean_days": 3}',
        "code_version": "0.1.0",
        "inputs": "0123456789abcdef",
        "first_window": "2025-07-07",
        "last_window": "2026-05-25",
        "reason": "",
        "n_people": 2400,
        "n_sites": 12,
        "status": "ok",
        "version": "fedcba9876543210",
    }
    rows = [
        {**row, "model_id": model, "table_name": table}
        for model, tables in _TABLES.items()
        for table in tables
    ]
    none = {"version": None, "status": "x", "reason": "not kept, a leaf tells of few people"}
    rows.append({**row, **none, "model_id": "attack_days_next_28", "table_name": "model_metric"})
    return pl.DataFrame(rows, infer_schema_length=None)


def drift_rows() -> pl.DataFrame:
    """Rows of pub.model_drift before protection; one input is told by few people."""
    told = {
        "stress_level": ("psi", 0.31, 0.04, 800, "act"),
        "sleep_poor": ("psi", 0.02, 0.04, 800, "stable"),
        "x_perfume": ("psi", 0.18, 2.1, 7, "within_noise"),
        "alcohol_any": ("missing_change", -0.12, 0.03, 800, "watch"),
    }
    return pl.DataFrame(
        [
            {
                "model_id": "triggers",
                "input_id": name,
                "measure_id": measure,
                "compared_with": "fedcba9876543210",
                "estimate": value,
                "ci_low": None,
                "ci_high": None,
                "noise": noise,
                "n_people": people,
                "n_people_then": 2400,
                "n_sites": 12,
                "status": "ok",
                "verdict": verdict,
                "verdict_rule": "index against its noise",
            }
            for name, (measure, value, noise, people, verdict) in told.items()
        ],
        schema_overrides={"ci_low": pl.Float64, "ci_high": pl.Float64},
    )
