"""What the models say about how much of a therapy."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

_DAYS = "d/(28.d)"

DOSE_ESTIMATE = Table(
    name="estimates.therapy_dose",
    grain="one row per therapy, estimand, kind of dose and level",
    key=("therapy_id", "estimand_id", "dose_id", "dose_level"),
    columns=(
        text("therapy_id", "The therapy"),
        text("estimand_id", "dose_landmark, or dose_first_month"),
        text("dose_id", "sessions_28 or minutes_28, of days 0 to 27"),
        text("dose_level", "So many sessions, per session or per hour; any where nothing is told"),
        text("reference_level", "The level it is compared with; empty of a slope"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("difference", "Difference in attack days per 28", _DAYS),
        number("standard_error", "Its standard error", _DAYS),
        number("ci_low", "Lower end of its 95% interval", _DAYS),
        number("ci_high", "Upper end of its 95% interval", _DAYS),
        number("p_value", "Two-sided p value"),
        count("n_people", "People at this level; of a slope everybody", "{person}"),
        count("n_reference", "People at the reference level; of a slope everybody", "{person}"),
        count("n_days", "Follow-up days of both", "d"),
        count("n_sites", "Sites behind it", "{site}"),
        number("overlap_share", "Share of starters with people like them at every level"),
        number("largest_imbalance", "Largest standardised difference after weighting"),
        number("smallest_detectable", "Difference found with 80% power", _DAYS),
    ),
)
