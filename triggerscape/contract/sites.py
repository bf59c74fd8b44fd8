"""Contracts of what holds of a site as a whole: where it lies, its stretch of days, its calendar.

These tables are over all buckets: one row is made of everybody at the site.
"""

from __future__ import annotations

from triggerscape.contract.diary import SITE_CODE
from triggerscape.contract.language import Column, Kind, Table

SEASONS = ("winter", "spring", "summer", "autumn")


def _count(name: str, meaning: str, unit: str) -> Column:
    return Column(name, Kind.BIGINT, meaning, unit=unit, low=0)


REFERENCE_SITE = Table(
    name="reference.site",
    grain="one row per site with a profile",
    key=("site_code",),
    columns=(
        SITE_CODE,
        Column("is_southern", Kind.BOOLEAN, "True where January lies in summer, by the profile"),
    ),
)

SITE_STRETCH = Table(
    name="sites.site_stretch",
    grain="one row per site whose diaries have calendar dates",
    key=("site_code",),
    columns=(
        SITE_CODE,
        Column("first_date", Kind.DATE, "First diary day of anybody at the site"),
        Column("last_date", Kind.DATE, "Last diary day of anybody at the site"),
    ),
)

SITE_CALENDAR = Table(
    name="sites.site_calendar",
    grain="one row per site and calendar day from the site's first to its last diary day, gaps "
    "kept",
    key=("site_code", "calendar_date"),
    day="calendar_date",
    columns=(
        SITE_CODE,
        Column("calendar_date", Kind.DATE, "The day", nullable=False),
        Column("iso_weekday", Kind.SMALLINT, "Day of the week, Monday 1", low=1, high=7),
        Column("is_weekend", Kind.BOOLEAN, "Saturday or Sunday"),
        Column(
            "season",
            Kind.TEXT,
            "Meteorological season in the site's hemisphere: winter is December to February in the "
            "north, June to August in the south; null where the site has no profile",
            values=SEASONS,
        ),
        Column("window_index", Kind.INTEGER, "Number of the 28-day calendar window, in time order"),
        Column("window_start", Kind.DATE, "First day of that window"),
        _count("people_running", "People between their first and last diary day", "{person}"),
        _count("people_observed", "People with an entry, or whose log covers the day", "{person}"),
        _count("entries_timed", "Entries about the day whose time of entry is known", "{entry}"),
        _count("entries_late", "Of these, entries made after more days than the limit", "{entry}"),
    ),
    warnings=("A day on which nobody's diary was running is a row of zeros, never a missing row.",),
)
SITES: tuple[Table, ...] = (SITE_STRETCH, SITE_CALENDAR)
