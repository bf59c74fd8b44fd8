"""The published burden: monthly migraine days and their like, by site and window."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

BURDEN_SITE_WINDOW = Table(
    name="pub.burden_site_window",
    grain="one row per site, 28-day window and measure",
    key=("site_id", "window_kind", "window_index", "measure_id"),
    columns=(
        *FIRST,
        key("site_id", "The site; see dim_site"),
        key(
            "window_kind",
            "calendar: the same 28 days for everybody; personal: counted from a person's first day",
            values=("calendar", "personal"),
        ),
        key("window_index", "Number of the window, in time order", Kind.INTEGER),
        Column(
            "window_start",
            Kind.DATE,
            "First day of a calendar window; null for a personal one",
            role=Role.NOTE,
        ),
        *estimate(decimals=2),
    ),
    warnings=("Rates are over observed days: a missing day is not a headache-free day.",),
)
