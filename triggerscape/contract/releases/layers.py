"""The published findings about two therapies begun together."""

from __future__ import annotations

from triggerscape.contract.language import Table
from triggerscape.contract.releases.columns import FIRST, estimate, key
from triggerscape.contract.releases.parts_columns import OVERLAP, chance, note, people

THERAPY_COMBINATION = Table(
    name="pub.therapy_combination",
    grain="one row per pair of therapies and measure",
    key=("therapy_a", "therapy_b", "measure_id"),
    columns=(
        *FIRST,
        key("therapy_a", "The one therapy; see dim_therapy"),
        key("therapy_b", "The other; see dim_therapy"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        *estimate(decimals=2),
        people("n_a", "People who began the one alone, rounded"),
        people("n_b", "People who began the other alone, rounded"),
        people("n_neither", "People who began neither, rounded"),
        chance("p_value", "Two-sided p value"),
        chance("q_value", "p value after Benjamini-Hochberg over the pairs, for this measure"),
        *OVERLAP,
        note("reading", "What may be said of the two together"),
        note("reading_rule", "The rule that says so"),
        note("reason", "Why there is no number"),
    ),
    warnings=(
        "n_people counts those who began both, and every number speaks of them: what both, one or "
        "neither would have done to them. Never a product or a sum of effects found by themselves.",
        "The response to starting anything comes once with both and once with either alone: an "
        "excess above 0 is no sign that the two hinder each other.",
        "Two therapies that each take away a share of the days leave fewer days for the other: a "
        "ratio of 1 goes with an excess above 0.",
    ),
)
