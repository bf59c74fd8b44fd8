"""The published sensitivity of what is found about triggers."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

TRIGGER_SENSITIVITY = Table(
    name="pub.trigger_sensitivity",
    grain="one row per factor, estimand, outcome, analysis and measure",
    key=("trigger_id", "estimand_id", "outcome_id", "analysis_id", "measure_id"),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        key("outcome_id", "What is counted on the outcome day"),
        key("analysis_id", "The analysis"),
        Column(
            "done_otherwise",
            Kind.TEXT,
            "What it does otherwise than the one it is compared with",
            role=Role.NOTE,
        ),
        Column(
            "compared_with",
            Kind.TEXT,
            "The estimand of trigger_effect, or the analysis of this table, beside it",
            role=Role.NOTE,
        ),
        *estimate(decimals=2),
        Column(
            "p_value", Kind.DOUBLE, "Two-sided p value", unit="1", role=Role.ESTIMATE, decimals=4
        ),
        Column(
            "difference_in_errors",
            Kind.DOUBLE,
            "Difference from that one, in its standard errors on the log scale",
            unit="1",
            role=Role.ESTIMATE,
            decimals=1,
        ),
        Column(
            "n_changed",
            Kind.BIGINT,
            "People with a day that only one of the two uses, rounded; all where every day counts "
            "otherwise",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "n_attacks", Kind.BIGINT, "Attacks behind it, rounded", unit="{attack}", role=Role.COUNT
        ),
    ),
    warnings=(
        "Not further findings: each row shows how far one choice moves an estimate.",
        "A row is hidden where few people tell the two analyses apart.",
    ),
)
