"""What the models say about the techniques of a group."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

_DAYS = "d/(28.d)"

TECHNIQUE_ESTIMATE = Table(
    name="estimates.therapy_technique",
    grain="one row per group, comparator and technique; and one for the mean of the techniques",
    key=("group_id", "comparator_id", "therapy_id"),
    columns=(
        text("group_id", "The group of therapies"),
        text("comparator_id", "What it is compared with"),
        text("therapy_id", "The technique; the group for the mean over techniques"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("difference", "Difference in attack days per 28, by itself; mean of a group", _DAYS),
        number("standard_error", "Its standard error", _DAYS),
        number("ci_low", "Lower end of its 95% interval", _DAYS),
        number("ci_high", "Upper end of its 95% interval", _DAYS),
        number("drawn", "The difference drawn towards the other techniques", _DAYS),
        number("drawn_low", "Lower end of its 95% interval", _DAYS),
        number("drawn_high", "Upper end of its 95% interval", _DAYS),
        number("apart", "Drawn difference less the mean of the techniques", _DAYS),
        number("apart_low", "Lower end of its 95% interval", _DAYS),
        number("apart_high", "Upper end of its 95% interval", _DAYS),
        number("kept_share", "Share of its distance from the others that is kept when drawn"),
        number("spread", "Standard deviation between techniques", _DAYS),
        number("spread_low", "Lower end of its 95% interval", _DAYS),
        number("spread_high", "Upper end of its 95% interval", _DAYS),
        count("n_people", "People who started it, at sites that tell techniques", "{person}"),
        count("n_comparator", "People compared with, at the same sites", "{person}"),
        count("n_days", "Follow-up days of both", "d"),
        count("n_sites", "Sites behind it", "{site}"),
        number("overlap_share", "Share of starters with people like them in the other arm"),
        number("largest_imbalance", "Largest standardised difference after weighting"),
        number("smallest_detectable", "Difference found with 80% power", _DAYS),
        text("reading", "What may be said of it beside the other techniques"),
        text("reading_rule", "The rule that says so"),
    ),
)
