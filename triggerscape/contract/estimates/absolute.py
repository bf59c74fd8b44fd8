"""What the models say about triggers in absolute terms."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

BURDEN_ESTIMATE = Table(
    name="estimates.trigger_burden",
    grain="one row per factor, outcome and measure",
    key=("trigger_id", "outcome_id", "measure_id"),
    columns=(
        text("trigger_id", "The factor"),
        text("outcome_id", "What is counted on the outcome day"),
        text(
            "measure_id",
            "attributable_attacks, attributable_share, attributable_days or exposed_day_share",
        ),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("value", "The value, in the unit of its measure"),
        number("standard_error", "Its standard error over people"),
        number("ci_low", "Lower end of its 95% interval"),
        number("ci_high", "Upper end of its 95% interval"),
        count("n_people", "People with an attack on an exposed day, or an exposed day", "{person}"),
        count("n_days", "At-risk days with the factor known", "d"),
        count("n_attacks", "Attacks on those days", "{attack}"),
        count("n_sites", "Their sites", "{site}"),
    ),
)
