"""What the models say about therapies."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Column, Kind, Table

_PAIR = (
    text("therapy_id", "The therapy"),
    text("comparator_id", "The therapy it is compared with, or no_start"),
)
_PEOPLE = (
    count("n_people", "People who started the therapy", "{person}"),
    count("n_comparator", "People it is compared with", "{person}"),
)

THERAPY_ESTIMATE = Table(
    name="estimates.therapy_effect",
    grain="one row per therapy, comparator, outcome and estimand",
    key=("therapy_id", "comparator_id", "measure_id", "estimand_id"),
    columns=(
        *_PAIR,
        text("measure_id", "Which outcome"),
        text("estimand_id", "att_aipw, att_did or att_did_recent, or att_bracket"),
        Column("first_day", Kind.INTEGER, "First day after time zero that it tells of", unit="d"),
        Column("last_day", Kind.INTEGER, "Last day", unit="d"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("difference", "Difference in the unit of the outcome; a bracket has none"),
        number("standard_error", "Its standard error"),
        number("ci_low", "Lower end of its 95% interval"),
        number("ci_high", "Upper end of its 95% interval"),
        *_PEOPLE,
        count("n_days", "Follow-up days behind the estimate; null of a questionnaire", "d"),
        count("n_sites", "Sites behind it", "{site}"),
        number("overlap_share", "Share of starters with people like them in the other arm"),
        number("largest_imbalance", "Largest standardised difference after weighting"),
        number("smallest_detectable", "Difference found with 80% power"),
        text("verdict", "What may be said; null where nothing says what is worthwhile"),
        text("verdict_rule", "The rule that says so"),
    ),
)

THERAPY_DIAGNOSTIC_ESTIMATE = Table(
    name="estimates.therapy_diagnostic",
    grain="one row per therapy, comparator and check of its migraine days",
    key=("therapy_id", "comparator_id", "diagnostic_id"),
    columns=(
        *_PAIR,
        text("diagnostic_id", "Which check"),
        number("value", "What was found, in the unit of the check"),
        number("ci_low", "Lower end of its 95% interval, where it is an estimate"),
        number("ci_high", "Upper end of its 95% interval"),
        number("bound", "What it is held against, in the same unit; null where nothing"),
        Column("is_met", Kind.BOOLEAN, "The bound is kept; null where there is no check"),
        Column("decides", Kind.BOOLEAN, "If not met, the verdict is not_settled"),
        text("sentence", "What that says"),
        *_PEOPLE,
        count("n_sites", "Sites behind it", "{site}"),
    ),
)
