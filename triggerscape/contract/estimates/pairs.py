"""What the models say about two factors on the same day."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

_PER_DAYS = "{attack}/(100.d)"

TRIGGER_COMBINATION_ESTIMATE = Table(
    name="estimates.trigger_combination",
    grain="one row per pair of factors and outcome",
    key=("first_id", "second_id", "outcome_id"),
    columns=(
        text("first_id", "The one factor"),
        text("second_id", "The other"),
        text("outcome_id", "What is counted on the outcome day"),
        text("status", "estimated, or not_estimable: of interaction and excess"),
        text("reason", "Why there is no interaction"),
        text("fit", "full, or one_step from no interaction where the test found nothing"),
        number("log_interaction", "Log rate ratio of the centred product"),
        number("interaction_error", "Its person-clustered standard error"),
        number("log_interaction_low", "Lower end of its 95% interval"),
        number("log_interaction_high", "Upper end of its 95% interval"),
        number("p_value", "Robust score test of the product"),
        number("q_value", "The same after Benjamini-Hochberg over the pairs"),
        count("n_people", "People with a day with both factors", "{person}"),
        count("n_days", "Their days with both", "d"),
        count("n_attacks", "Outcomes on days with both", "{attack}"),
        count("n_sites", "Their sites", "{site}"),
        number("excess", "Outcomes on days with both beyond the sum of the two", _PER_DAYS),
        number("excess_error", "Its person-clustered standard error", _PER_DAYS),
        number("excess_low", "Lower end of its 95% interval", _PER_DAYS),
        number("excess_high", "Upper end of its 95% interval", _PER_DAYS),
        number("excess_p", "Two-sided p value of the excess"),
        number("excess_q", "The same after Benjamini-Hochberg over the pairs"),
        number("log_lift", "Log of days with both over days expected within people"),
        number("lift_error", "Its person-clustered standard error"),
        number("log_lift_low", "Lower end of its 95% interval"),
        number("log_lift_high", "Upper end of its 95% interval"),
        number("share_together", "Days with both, of all days of people who have either"),
        text("reading", "What may be said of the two together"),
        text("reading_rule", "The rule that says so"),
    ),
)
