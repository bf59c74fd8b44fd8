"""What the models say about people: how they differ in a factor, and into which kinds they fall."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Column, Kind, Table

_VALUE = (
    text("status", "estimated, or not_estimable"),
    text("reason", "Why there is no estimate, or no interval"),
    number("value", "The value; rate ratios and their spread on the log scale"),
    number("ci_low", "Lower end of its 95% interval"),
    number("ci_high", "Upper end of its 95% interval"),
)
_BEHIND = (
    count("n_people_in_all", "People the sample was drawn from", "{person}"),
    count("n_days", "At-risk days of those people", "d"),
    count("n_attacks", "Attacks on those days", "{attack}"),
    count("n_sites", "Sites of those people", "{site}"),
    text("verdict", "What may be said"),
    text("verdict_rule", "The rule that says so"),
)

PERSON_SPREAD_ESTIMATE = Table(
    name="estimates.trigger_person_spread",
    grain="one row per factor, outcome, measure and band of rate ratios",
    key=("trigger_id", "outcome_id", "measure_id", "band_id"),
    columns=(
        text("trigger_id", "The factor"),
        text("outcome_id", "What is counted on the outcome day"),
        text("measure_id", "What is measured of how people differ"),
        text("band_id", "The band of rate ratios, empty where the measure has none"),
        Column("lag_days", Kind.INTEGER, "Days between factor and outcome", unit="d"),
        *_VALUE,
        number("p_value", "p value against people who do not differ"),
        number("q_value", "The same after Benjamini-Hochberg over the candidates"),
        number("smallest_detectable", "Spread found with 80% power, as a log rate ratio"),
        count("n_people", "People whose diaries speak about the factor", "{person}"),
        count("n_counted", "People on the smaller side of a share, else n_people", "{person}"),
        *_BEHIND,
    ),
)
PHENOTYPE_ESTIMATE = Table(
    name="estimates.phenotype",
    grain="one row per group of people, outcome, factor and measure",
    key=("phenotype_id", "outcome_id", "trigger_id", "measure_id"),
    columns=(
        text("phenotype_id", "The group, or everybody"),
        text("outcome_id", "What is counted on the outcome day"),
        text("trigger_id", "The factor, empty where the measure is of the group"),
        text("measure_id", "What is measured"),
        text("label", "The group in words"),
        *_VALUE,
        count("n_people", "People expected in the group", "{person}"),
        *_BEHIND,
    ),
)
