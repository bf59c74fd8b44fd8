"""What the models say about triggers in subgroups of people and days."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

SUBGROUP_ESTIMATE = Table(
    name="estimates.trigger_subgroup",
    grain="one row per factor, outcome, kind of subgroup and level or test between levels",
    key=("trigger_id", "outcome_id", "subgroup_kind", "subgroup_level"),
    columns=(
        text("trigger_id", "The factor"),
        text("outcome_id", "What is counted on the outcome day"),
        text("subgroup_kind", "sex, age_band, diagnosis, chronicity, or a group of therapies"),
        text("subgroup_level", "The level; between levels for the test whether they differ"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("log_rate_ratio", "Log rate ratio per step of the factor in this level"),
        number("standard_error", "Its person-clustered standard error"),
        number("log_ci_low", "Lower end of its 95% interval"),
        number("log_ci_high", "Upper end of its 95% interval"),
        number("p_value", "Two-sided p value; of a test, that the levels share one rate ratio"),
        number("q_value", "p value of a test after Benjamini-Hochberg over all such tests"),
        number(
            "smallest_detectable",
            "Rate ratio found with 80% power; of a test, ratio of rate ratios between the two "
            "best measured levels",
        ),
        count(
            "n_people",
            "People whose days could move it; of a test, of the smallest level",
            "{person}",
        ),
        count("n_days", "Their days", "d"),
        count("n_attacks", "Outcomes on those days", "{attack}"),
        count("n_sites", "Their sites", "{site}"),
    ),
)
