"""The published findings about the techniques of a group."""

from __future__ import annotations

from triggerscape.contract.language import Table
from triggerscape.contract.releases.columns import FIRST, estimate, key
from triggerscape.contract.releases.parts_columns import OVERLAP, note, people, share

THERAPY_TECHNIQUE = Table(
    name="pub.therapy_technique",
    grain="one row per group, comparator, technique, estimand and measure",
    key=("group_id", "comparator_id", "therapy_id", "estimand_id", "measure_id"),
    columns=(
        *FIRST,
        key("group_id", "The group of therapies; see dim_therapy"),
        key("comparator_id", "What it is compared with; see dim_therapy"),
        key("therapy_id", "The technique; the group for mean and spread over its techniques"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        *estimate(decimals=2),
        people("n_comparator", "People compared with, at the same sites, rounded"),
        share(
            "kept_share",
            "Share of a technique's distance from the others that is kept when they are drawn "
            "together; 0: all borrowed, 1: its own",
        ),
        *OVERLAP,
        note("reading", "What may be said of it beside the other techniques"),
        note("reading_rule", "The rule that says so"),
        note("reason", "Why there is no number"),
    ),
    warnings=(
        "The technique that looks best by itself is mostly the one with the luckiest few: compare "
        "techniques by the rows drawn together, and by the reading.",
        "Only sites that tell techniques apart count here; a site that bills by region counts for "
        "its group alone, in therapy_effect.",
    ),
)
