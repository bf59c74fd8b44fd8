"""The published findings about triggers in absolute terms."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

TRIGGER_BURDEN = Table(
    name="pub.trigger_burden",
    grain="one row per factor, outcome and measure",
    key=("trigger_id", "outcome_id", "measure_id"),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        key("outcome_id", "What is counted on the outcome day"),
        *estimate(decimals=3),
        Column(
            "n_attacks", Kind.BIGINT, "Attacks behind it, rounded", unit="{attack}", role=Role.COUNT
        ),
        Column("verdict", Kind.TEXT, "What may be said about the factor", role=Role.NOTE),
    ),
    warnings=(
        "Beside any verdict but trigger or protective the number is what the estimate would amount "
        "to, not a finding.",
        "Below zero: attacks prevented. Factors act together, so their numbers do not add up.",
        "People counted: those with an attack on an exposed day, or with an exposed day.",
    ),
)
