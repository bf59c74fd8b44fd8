"""What becomes of the trigger estimates when something is done otherwise."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

SENSITIVITY_ESTIMATE = Table(
    name="estimates.trigger_sensitivity",
    grain="one row per factor, estimand, outcome and analysis",
    key=("trigger_id", "estimand_id", "outcome_id", "analysis_id"),
    columns=(
        text("trigger_id", "The factor"),
        text("estimand_id", "within_person or between_person"),
        text("outcome_id", "What is counted on the outcome day"),
        text("analysis_id", "The analysis"),
        text("done_otherwise", "What it does otherwise"),
        text("compared_with", "The estimand or analysis it is compared with"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("log_rate_ratio", "Log rate ratio per step; of delta_adjustment, log of recording"),
        number("standard_error", "Its person-clustered standard error"),
        number("log_ci_low", "Lower end of its 95% interval"),
        number("log_ci_high", "Upper end of its 95% interval"),
        number("p_value", "Two-sided p value"),
        number("difference_in_errors", "Difference in standard errors of what it is compared with"),
        count("n_people", "People whose days could move the estimate", "{person}"),
        count("n_changed", "People with a day that only one of the two uses, or all", "{person}"),
        count("n_days", "Days of the first", "d"),
        count("n_attacks", "Outcomes on those days", "{attack}"),
        count("n_sites", "Their sites", "{site}"),
    ),
)
