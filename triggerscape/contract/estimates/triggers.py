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
        number("family_p_value", "p value adjusted for all factors by max-t"),
        number("tau", "Standard deviation of the log rate ratio between sites"),
        number("i2", "Share of the variation between sites that is not chance"),
        number("prediction_low", "Log rate ratio from which a new site's would lie, 95%"),
        number("prediction_high", "Log rate ratio up to which a new site's would lie, 95%"),
        number("without_site_low", "Smallest log rate ratio with one site left out"),
        number("without_site_high", "Largest log rate ratio with one site left out"),
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
            "Days from the factor to the outcome day, minus 1 for the day after",
            unit="d",
        ),
        *RATIO,
        number("q_value", "Of the day after: p value after Benjamini-Hochberg over the factors"),
        text("reading", "What the day says: primary, beside, or what follows the outcome"),
    ),
)

TRIGGER_SITE_ESTIMATE = Table(
    name="estimates.trigger_site",
    grain="one row per factor, outcome and site",
    key=("trigger_id", "outcome_id", "site_code"),
    columns=(
        text("trigger_id", "The factor"),
        text("outcome_id", "What is counted on the outcome day"),
        text("site_code", "The site"),
        *RATIO,
        number("without_it", "Log rate ratio of all other sites together"),
    ),
)

TRIGGER_ODDS_ESTIMATE = Table(
    name="estimates.trigger_odds",
    grain="one row per factor and outcome",
    key=("trigger_id", "outcome_id"),
    columns=(
        text("trigger_id", "The factor"),
        text("outcome_id", "What is counted on the outcome day"),
        *(
            number("log_odds_ratio", "Log odds ratio per step of the factor")
            if column.name == "log_rate_ratio"
            else column
            for column in RATIO
        ),
    ),
)
