"""What the models say about triggers."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
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
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("log_rate_ratio", "Log rate ratio per step of the factor"),
        number("standard_error", "Its person-clustered standard error"),
        number("log_ci_low", "Lower end of its 95% interval"),
        number("log_ci_high", "Upper end of its 95% interval"),
        number("p_value", "Two-sided p value"),
        number("q_value", "p value after Benjamini-Hochberg over the factors"),
        number("smallest_detectable", "Rate ratio the data could find with 80% power"),
        count("n_people", "People whose days could move the estimate", "{person}"),
        count("n_days", "Their days", "d"),
        count("n_attacks", "Outcomes on those days", "{attack}"),
        count("n_sites", "Their sites", "{site}"),
        text("verdict", "What may be said"),
        text("verdict_rule", "The rule that says so"),
    ),
)
