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
        Column(
            "p_value", Kind.DOUBLE, "Two-sided p value", unit="1", role=Role.ESTIMATE, decimals=4
        ),
        Column(
            "q_value",
            Kind.DOUBLE,
            "p value after Benjamini-Hochberg over the factors of the release",
            unit="1",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "family_p_value",
            Kind.DOUBLE,
            "p value that holds for all factors together: how often chance alone would make the "
            "strongest of them look so strong",
            unit="1",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "smallest_detectable",
            Kind.DOUBLE,
            "Ratio above 1 that this amount of data could find with 80% power",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "tau",
            Kind.DOUBLE,
            "Standard deviation of the log rate ratio between sites",
            unit="1",
            role=Role.ESTIMATE,
            decimals=3,
        ),
        Column(
            "i2",
            Kind.DOUBLE,
            "Share of the variation between sites that is not chance",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "prediction_low",
            Kind.DOUBLE,
            "Rate ratio from which a new site's would lie, with 95% probability",
            unit="1",
            role=Role.ESTIMATE,
            decimals=3,
        ),
        Column(
            "prediction_high",
            Kind.DOUBLE,
            "Rate ratio up to which a new site's would lie, with 95% probability",
            unit="1",
            role=Role.ESTIMATE,
            decimals=3,
        ),
        Column(
            "without_site_low",
            Kind.DOUBLE,
            "Smallest rate ratio when one site is left out",
            unit="1",
            role=Role.ESTIMATE,
            decimals=3,
        ),
        Column(
            "without_site_high",
            Kind.DOUBLE,
            "Largest rate ratio when one site is left out",
            unit="1",
            role=Role.ESTIMATE,
            decimals=3,
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

_OUTCOME = TRIGGER_EFFECT.column("outcome_id")
_DETECTABLE = TRIGGER_EFFECT.column("smallest_detectable")
_N_ATTACKS = TRIGGER_EFFECT.column("n_attacks")

TRIGGER_TIMING = Table(
    name="pub.trigger_timing",
    grain="one row per factor, outcome, day around it and measure",
    key=("trigger_id", "outcome_id", "lag_days", "measure_id"),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        _OUTCOME,
        key(
            "lag_days",
            "Days from the factor to the outcome day, minus 1 for the day after",
            Kind.INTEGER,
        ),
        *estimate(decimals=3),
        Column(
            "q_value",
            Kind.DOUBLE,
            "Of the day after: p value after Benjamini-Hochberg over the factors",
            unit="1",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        _DETECTABLE,
        _N_ATTACKS,
        Column("reading", Kind.TEXT, "What this day can say", role=Role.NOTE),
    ),
    warnings=(
        "Each day is adjusted for the same factor on the others; only one was fixed beforehand.",
        "What happens on the day after an attack cannot have brought it on.",
    ),
)

TRIGGER_SITE = Table(
    name="pub.trigger_site",
    grain="one row per factor, outcome, site and measure",
    key=("trigger_id", "outcome_id", "site_id", "measure_id"),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        _OUTCOME,
        key("site_id", "The site; see dim_site"),
        *estimate(decimals=3),
        _DETECTABLE,
        _N_ATTACKS,
        Column(
            "without_it",
            Kind.DOUBLE,
            "Rate ratio of all other sites together",
            unit="1",
            role=Role.ESTIMATE,
            decimals=3,
        ),
    ),
    warnings=("Sites differ in their patients; a site's own ratio is no verdict on the site.",),
)

TRIGGER_ODDS = Table(
    name="pub.trigger_odds",
    grain="one row per factor, outcome and measure",
    key=("trigger_id", "outcome_id", "measure_id"),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        _OUTCOME,
        *estimate(decimals=3),
        Column(
            "p_value", Kind.DOUBLE, "Two-sided p value", unit="1", role=Role.ESTIMATE, decimals=4
        ),
        _DETECTABLE,
        _N_ATTACKS,
    ),
    warnings=("An odds ratio is no rate ratio: where attacks are common it lies further from 1.",),
)
