"""The published findings about two factors on the same day."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT

TRIGGER_COMBINATION = Table(
    name="pub.trigger_combination",
    grain="one row per pair of factors, estimand, outcome and measure",
    key=("first_id", "second_id", "estimand_id", "outcome_id", "measure_id"),
    columns=(
        *FIRST,
        key("first_id", "The one factor; see dim_trigger"),
        key("second_id", "The other; see dim_trigger"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        TRIGGER_EFFECT.column("outcome_id"),
        *estimate(decimals=3),
        TRIGGER_EFFECT.column("n_attacks"),
        Column(
            "p_value", Kind.DOUBLE, "Two-sided p value", unit="1", role=Role.ESTIMATE, decimals=4
        ),
        Column(
            "q_value",
            Kind.DOUBLE,
            "p value after Benjamini-Hochberg over the pairs, for this measure",
            unit="1",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "share_together",
            Kind.DOUBLE,
            "Days with both, of all days of people in whom both factors vary",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column("fit", Kind.TEXT, "full; one_step where the test found nothing", role=Role.NOTE),
        Column("reading", Kind.TEXT, "What may be said of the two together", role=Role.NOTE),
        Column("reading_rule", Kind.TEXT, "The rule that says so", role=Role.NOTE),
    ),
    warnings=(
        "Two factors that each multiply the rate bring more attacks together than they add up to: "
        "an excess without an interaction ratio above 1 is no synergy.",
        "n_people, n_days and n_attacks count days with both factors.",
    ),
)
