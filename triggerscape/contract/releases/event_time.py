"""Published: what happens window by window around a start, and after a stop."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

_DAYS = "d/(28.d)"


def _number(name: str, meaning: str) -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit=_DAYS, role=Role.ESTIMATE, decimals=2)


THERAPY_EVENT_TIME = Table(
    name="pub.therapy_event_time",
    grain="one row per therapy, comparator, estimand, measure and 28-day window around time zero",
    key=("therapy_id", "comparator_id", "estimand_id", "measure_id", "event_window"),
    columns=(
        *FIRST,
        key("therapy_id", "The therapy; see dim_therapy"),
        key("comparator_id", "What it is compared with; the therapy itself after a stop"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        key(
            "event_window",
            "Window of 28 days: -6 to -1 before time zero, 0 from the day itself",
            Kind.INTEGER,
        ),
        Column(
            "window_first_day",
            Kind.INTEGER,
            "First day of the window; time zero is day 0",
            unit="d",
            role=Role.NOTE,
        ),
        Column("window_last_day", Kind.INTEGER, "Its last day", unit="d", role=Role.NOTE),
        *estimate(decimals=2),
        _number("band_low", "Lower end of the 95% band that holds all windows at once"),
        _number("band_high", "Upper end of that band"),
        _number("without_start", "The same number had they not started"),
        _number("smallest_detectable", "Difference the data could find with 80% power"),
        Column(
            "n_comparator",
            Kind.BIGINT,
            "People they are compared with, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "responds_from_day",
            Kind.BIGINT,
            "First day from which the therapy is seen to act; the comparison's, on all its rows",
            unit="d",
            role=Role.NOTE,
        ),
        Column(
            "response_rule",
            Kind.TEXT,
            "The rule that says so, or why no day could be named",
            role=Role.NOTE,
        ),
        Column("reason", Kind.TEXT, "Why there is no number", role=Role.NOTE),
    ),
    warnings=(
        "People start at their worst and would have got better anyway: mmd_change is no effect, "
        "and without_start beside it says what it would have been had they not started.",
        "Against no_start, the response to starting anything is in every difference.",
    ),
)
