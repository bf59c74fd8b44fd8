"""What the models say about the cost of therapies, and of a migraine day avoided."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

THERAPY_VALUE_ESTIMATE = Table(
    name="estimates.therapy_value",
    grain="one row per therapy, comparator, currency and measure",
    key=("therapy_id", "comparator_id", "currency", "measure_id"),
    columns=(
        text("therapy_id", "The therapy"),
        text("comparator_id", "What it is compared with; none where it is not"),
        text("currency", "ISO 4217; none where the measure has none or no costs are known"),
        text("measure_id", "What is measured"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("estimate", "A sum of money, days, a score or a share, by the measure"),
        number("standard_error", "Its standard error, clustered by person"),
        number("ci_low", "Lower end of its 95% interval"),
        number("ci_high", "Upper end of its 95% interval"),
        count("n_people", "Starters of the therapy behind it", "{person}"),
        count("n_comparator", "People of the comparator; without one, the same again", "{person}"),
        count("n_sites", "Their sites", "{site}"),
        number("priced_share", "Share of people, or courses, whose every charge is known"),
    ),
)
