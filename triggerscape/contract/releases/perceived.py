"""The published record of what people blame: never an outcome, never a factor."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

PERCEIVED_TRIGGER = Table(
    name="pub.perceived_trigger",
    grain="one row per trigger asked about, outcome and measure",
    key=("perceived_id", "outcome_id", "measure_id"),
    columns=(
        *FIRST,
        key("perceived_id", "The trigger as diaries ask about it"),
        key("outcome_id", "The day on which it is ticked: migraine_day or headache_day"),
        *estimate(decimals=3),
        Column(
            "n_ticked",
            Kind.BIGINT,
            "People who ticked it on an attack day at least once, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "trigger_id", Kind.TEXT, "The factor that measures the same, if any", role=Role.NOTE
        ),
        Column(
            "verdict",
            Kind.TEXT,
            "What may be said about that factor within people",
            role=Role.NOTE,
        ),
    ),
    warnings=(
        "What people blame follows from what they are asked about and what they believe; on days "
        "without attack nobody asks. It is shown beside the verdict and takes no part in it.",
    ),
)
