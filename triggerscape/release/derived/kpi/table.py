"""``pub.wide_kpi``: the answers in their order, as the contract declares the table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.release.derived.kpi.findings import (
    DIM_THERAPY,
    DIM_TRIGGER,
    THERAPIES,
    TRIGGERS,
    best_supported_therapy,
    strongest_trigger,
)
from triggerscape.release.derived.kpi.levels import (
    BURDEN,
    EVERYBODY,
    acute_drug_days,
    diary_completeness,
    migraine_days,
)
from triggerscape.release.derived.kpi.overuse import OVERUSE, medication_overuse

if TYPE_CHECKING:
    from collections.abc import Mapping

KPI_SOURCES = (BURDEN, EVERYBODY, OVERUSE, TRIGGERS, THERAPIES, DIM_TRIGGER, DIM_THERAPY)
_QUESTIONS = (
    migraine_days,
    acute_drug_days,
    medication_overuse,
    diary_completeness,
    strongest_trigger,
    best_supported_therapy,
)
_TYPES = {
    "position": pl.Int32,
    "window_start": pl.Date,
    "n_people": pl.Int64,
    "n_sites": pl.Int64,
    **dict.fromkeys(("estimate", "range_low", "range_high"), pl.Float64),
    **dict.fromkeys(("estimate_window_before", "estimate_year_before"), pl.Float64),
}


def kpi_rows(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per question, always all of them: one that nothing printed answers says so."""
    answers = [question(tables) for question in _QUESTIONS]
    rows = [
        {"position": position, **asdict(answer), "status": answer.status}
        for position, answer in enumerate(answers, start=1)
    ]
    schema = {name: _TYPES.get(name, pl.String) for name in rows[0]}
    return pl.DataFrame(rows, schema=schema)
