"""What the models say about therapies window by window."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Column, Kind, Table

_DAYS = "d/(28.d)"

EVENT_TIME_ESTIMATE = Table(
    name="estimates.therapy_event_time",
    grain="one row per therapy, comparator, estimand, measure and 28-day window around time zero",
    key=("therapy_id", "comparator_id", "estimand_id", "measure_id", "event_window"),
    columns=(
        text("therapy_id", "The therapy"),
        text("comparator_id", "What it is compared with; the therapy itself after a stop"),
        text("estimand_id", "event_did, event_aipw, starters_only or after_stop"),
        text("measure_id", "mmd_window_difference, mmd_observed, mmd_expected or mmd_change"),
        Column("event_window", Kind.INTEGER, "-6 to -1 before time zero; 0 from the day itself"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("estimate", "The number", _DAYS),
        number("standard_error", "Its standard error", _DAYS),
        number("ci_low", "Lower end of its 95% interval", _DAYS),
        number("ci_high", "Upper end of its 95% interval", _DAYS),
        number("band_low", "Lower end of the band that holds all windows at once", _DAYS),
        number("band_high", "Upper end of that band", _DAYS),
        number("without_start", "The same number had they not started", _DAYS),
        number("smallest_detectable", "Difference found with 80% power", _DAYS),
        count("n_people", "People who started, or stopped, known in the window", "{person}"),
        count("n_comparator", "People they are compared with", "{person}"),
        count("n_days", "Known days in the window of those who started, or stopped", "d"),
        count("n_sites", "Sites behind it", "{site}"),
        count("responds_from_day", "First day from which the therapy is seen to act", "d"),
        text("response_rule", "The rule that says so, or why none could be named"),
    ),
)
