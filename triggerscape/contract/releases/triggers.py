"""The published findings about triggers."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

TRIGGER_EFFECT = Table(
    name="pub.trigger_effect",
    grain="one row per factor, estimand, outcome and measure",
    key=("trigger_id", "estimand_id", "outcome_id", "measure_id"),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        key(
            "outcome_id",
            "What is counted on the outcome day",
            values=("migraine_onset", "headache_onset", "migraine_day", "headache_day"),
        ),
        Column(
            "lag_days",
            Kind.INTEGER,
            "Days between the factor and the outcome day",
            unit="d",
            role=Role.NOTE,
        ),
        *estimate(decimals=3),
        Column("p_value", Kind.DOUBLE, "Two-sided p value", role=Role.ESTIMATE, decimals=4),
        Column(
            "q_value",
            Kind.DOUBLE,
            "p value after Benjamini-Hochberg over the factors of the release",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "smallest_detectable",
            Kind.DOUBLE,
            "Rate ratio this amount of data could find with 80% power",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "n_attacks", Kind.BIGINT, "Attacks behind it, rounded", unit="{attack}", role=Role.COUNT
        ),
        Column("verdict", Kind.TEXT, "What may be said about the factor", role=Role.NOTE),
        Column("verdict_rule", Kind.TEXT, "The rule that gave the verdict", role=Role.NOTE),
    ),
    warnings=(
        "A factor marked early_sign_or_trigger may be a symptom of the coming attack.",
        "The between-person row compares people with each other; it is not an effect.",
    ),
)
