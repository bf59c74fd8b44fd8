"""The published differences between people: how far effects spread, and kinds of people."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT

_IN_ALL = Column(
    "n_people_in_all",
    Kind.BIGINT,
    "People the sample was drawn from, rounded; the same as n_people where all took part",
    unit="{person}",
    role=Role.COUNT,
)

TRIGGER_PERSON_SPREAD = Table(
    name="pub.trigger_person_spread",
    grain="one row per factor, estimand, outcome, measure and band of rate ratios",
    key=("trigger_id", "estimand_id", "outcome_id", "measure_id", "band_id"),
    columns=(
        *FIRST,
        key("trigger_id", "The factor; see dim_trigger"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        TRIGGER_EFFECT.column("outcome_id"),
        key("band_id", "The band of rate ratios, all where the measure has none"),
        TRIGGER_EFFECT.column("lag_days"),
        *estimate(decimals=3),
        Column(
            "p_value",
            Kind.DOUBLE,
            "p value against people who do not differ",
            unit="1",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "q_value",
            Kind.DOUBLE,
            "The same after Benjamini-Hochberg over the candidates of the outcome",
            unit="1",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "smallest_detectable",
            Kind.DOUBLE,
            "Spread, as a rate ratio, that this amount of data could find with 80% power",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "n_counted",
            Kind.BIGINT,
            "People on the smaller side of a share, else those behind the estimate; rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        _IN_ALL,
        TRIGGER_EFFECT.column("n_attacks"),
        Column("verdict", Kind.TEXT, "What may be said of how people differ", role=Role.NOTE),
        Column("verdict_rule", Kind.TEXT, "The rule that gave the verdict", role=Role.NOTE),
    ),
    warnings=(
        "Shares are of a fitted law of effects; nobody was put into a band.",
        "share_clear_own means little but beside share_clear_by_chance.",
        "A person's own effect cannot be told from these rows.",
    ),
)
PHENOTYPE = Table(
    name="pub.phenotype",
    grain="one row per group of people, estimand, outcome, feature and measure",
    key=("phenotype_id", "estimand_id", "outcome_id", "feature_id", "measure_id"),
    columns=(
        *FIRST,
        key("phenotype_id", "The group, by size, or everybody"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        TRIGGER_EFFECT.column("outcome_id"),
        key("feature_id", "The factor, see dim_trigger; all where the measure is of the group"),
        Column("label", Kind.TEXT, "The group in words", role=Role.NOTE),
        *estimate(decimals=3),
        _IN_ALL,
        TRIGGER_EFFECT.column("n_attacks"),
        Column("verdict", Kind.TEXT, "Whether people fall into groups", role=Role.NOTE),
        Column("verdict_rule", Kind.TEXT, "The rule that gave the verdict", role=Role.NOTE),
    ),
    warnings=(
        "Groups are shown only where odd and even days agree on them; else a spread is shown.",
        "A group is a sum over people by their chance of belonging to it; nobody was put into one.",
    ),
)
