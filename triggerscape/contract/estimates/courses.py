"""What the models say about how long people stay on a therapy."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Table

THERAPY_COURSE_ESTIMATE = Table(
    name="estimates.therapy_course",
    grain="one row per therapy and measure",
    key=("therapy_id", "measure_id"),
    columns=(
        text("therapy_id", "The therapy"),
        text("measure_id", "stopped_by_day_84 or course_days_median"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("estimate", "A share, or days"),
        number("ci_low", "Lower end of its 95% interval"),
        number("ci_high", "Upper end of its 95% interval; null where it is open"),
        count("n_people", "New starters whose course could be followed", "{person}"),
        count("n_in_smaller_part", "Of them those who stopped or those who did not", "{person}"),
        count("n_sites", "Their sites", "{site}"),
    ),
)
