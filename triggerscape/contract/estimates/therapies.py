"""What the models say about therapies."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

THERAPY_ESTIMATE = Table(
    name="estimates.therapy_effect",
    grain="one row per therapy, comparator and estimand",
    key=("therapy_id", "comparator_id", "estimand_id"),
    columns=(
        text("therapy_id", "The therapy"),
        text("comparator_id", "The therapy it is compared with"),
        text("estimand_id", "att_aipw, att_did or att_bracket"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("difference", "Difference in attack days per 28", "d/(28.d)"),
        number("standard_error", "Its standard error", "d/(28.d)"),
        number("ci_low", "Lower end of its 95% interval", "d/(28.d)"),
        number("ci_high", "Upper end of its 95% interval", "d/(28.d)"),
        count("n_people", "People who started the therapy", "{person}"),
        count("n_comparator", "People who started the comparator", "{person}"),
        count("n_days", "Follow-up days behind the estimate", "d"),
        count("n_sites", "Sites behind it", "{site}"),
        number("overlap_share", "Share of starters with people like them in the other arm"),
        number("largest_imbalance", "Largest standardised difference after weighting"),
        number("smallest_detectable", "Difference found with 80% power", "d/(28.d)"),
        text("verdict", "What may be said"),
        text("verdict_rule", "The rule that says so"),
    ),
)
