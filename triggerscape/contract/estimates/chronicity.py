"""What is counted of the course of the illness: changes of state, and too many days with a drug."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Column, Table


def _counted(hit: str, unit: str) -> tuple[Column, ...]:
    return (
        text("scope_id", "A site, or all"),
        text("window_id", "First day of a calendar window, or all"),
        text("measure_id", "What is counted"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        number("estimate", "The rate, share or trend", unit),
        number("ci_low", "Lower end of its 95% interval", unit),
        number("ci_high", "Upper end of its 95% interval", unit),
        count("n_people", "People with a person-window behind it", "{person}"),
        count("n_hit", hit, "{person}"),
        count("n_without", "The other people", "{person}"),
        count("n_windows", "Their person-windows", "{window}"),
        count("n_days", "Observed days in those windows", "d"),
        count("n_sites", "Their sites", "{site}"),
    )


CHRONICITY_CHANGE_ESTIMATE = Table(
    name="estimates.chronicity_change",
    grain="one row per rule, site or all, calendar window or all, and measure",
    key=("rule_id", "scope_id", "window_id", "measure_id"),
    columns=(
        text("rule_id", "three_windows: the three-month rule; one_window: month against month"),
        *_counted("People who changed at least once", "1"),
    ),
)

MEDICATION_OVERUSE_ESTIMATE = Table(
    name="estimates.medication_overuse",
    grain="one row per class of drug, site or all, calendar window or all, and measure",
    key=("class_id", "scope_id", "window_id", "measure_id"),
    columns=(
        text("class_id", "The class of drug; medication: any of them, with frequent headache"),
        *_counted("People to whom it happened at least once", "1"),
    ),
)
