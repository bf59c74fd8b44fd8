"""Published: what therapies cost, who pays, how they are liked, and what they avoid for it."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

THERAPY_VALUE = Table(
    name="pub.therapy_value",
    grain="one row per therapy, comparator, currency and measure",
    key=("therapy_id", "comparator_id", "currency", "measure_id"),
    columns=(
        *FIRST,
        key("therapy_id", "The therapy; see dim_therapy"),
        key("comparator_id", "What it is compared with; see dim_therapy"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        key("currency", "ISO 4217, never converted; none where the measure has none"),
        *estimate(decimals=2),
        Column(
            "n_comparator",
            Kind.BIGINT,
            "People of the comparator, rounded; without one, the same people again",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "priced_share",
            Kind.DOUBLE,
            "Share of people, or courses, at these sites whose every charge is known",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "verdict",
            Kind.TEXT,
            "What therapy_effect says of this comparison's migraine days",
            role=Role.NOTE,
        ),
        Column("reason", Kind.TEXT, "Why there is no number", role=Role.NOTE),
    ),
    warnings=(
        "Satisfaction is no effect: people are as satisfied with a therapy that does nothing.",
        "Shares and probabilities know chance and not bias: read them beside the verdict.",
        "Against no start a day avoided holds the response to starting anything.",
        "Amounts of sites in different currencies stand in rows of their own; prices differ too.",
    ),
)
