"""What the models say about triggers."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import RATIO, number, text
from triggerscape.contract.language import Column, Kind, Table

TRIGGER_ESTIMATE = Table(
    name="estimates.trigger_effect",
    grain="one row per factor, estimand and outcome",
    key=("trigger_id", "estimand_id", "outcome_id"),
    columns=(
        text("trigger_id", "The factor"),
        text("estimand_id", "within_person, within_person_same_day or between_person"),
        text("outcome_id", "What is counted on the outcome day"),
        Column("lag_days", Kind.INTEGER, "Days between factor and outcome", unit="d"),
        *RATIO,
        number("q_value", "p value after Benjamini-Hochberg over the factors"),
        number("smallest_detectable", "Rate ratio the data could find with 80% power"),
        text("verdict", "What may be said"),
        text("verdict_rule", "The rule that says so"),
    ),
)

TRIGGER_TIMING_ESTIMATE = Table(
    name="estimates.trigger_timing",
    grain="one row per factor, outcome and day around the outcome day",
    key=("trigger_id", "outcome_id", "lag_days"),
    columns=(
        text("trigger_id", "The factor"),
        text("outcome_id", "What is counted on the outcome day"),
        Column(
            "lag_days",
            Kind.INTEGER,
            "Days from the factor to the outcome day; -1 is the day after it",
            unit="d",
        ),
        *RATIO,
        number("q_value", "Of the day after: p value after Benjamini-Hochberg over the factors"),
        text("reading", "What the day says: primary, beside, or what follows the outcome"),
    ),
)
