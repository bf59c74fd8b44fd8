"""Published: how long people stay on a therapy."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

THERAPY_COURSE = Table(
    name="pub.therapy_course",
    grain="one row per therapy and measure",
    key=("therapy_id", "measure_id"),
    columns=(
        *FIRST,
        key("therapy_id", "The therapy; see dim_therapy"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        *estimate(decimals=2),
        Column(
            "n_in_smaller_part",
            Kind.BIGINT,
            "People who stopped or people who did not, whichever are fewer, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column("reason", Kind.TEXT, "Why there is no number", role=Role.NOTE),
    ),
    warnings=("Stopping says nothing of why: people stop what failed, and what is no longer due.",),
)
