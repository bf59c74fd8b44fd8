"""Which stretches of days a site reports in one delivery each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from triggerscape.cohort.setting.calendar import RUN_IN, Calendar
from triggerscape.cohort.setting.sites import Site

DAYS_TO_SEND = 8  # after the last day, so that late entries are in


@dataclass(frozen=True)
class Period:
    """Days ``since`` up to, not including, ``until``, under the name of their delivery."""

    name: str
    since: int
    until: int
    mode: str


def periods_of(site: Site, calendar: Calendar) -> list[Period]:
    """One delivery of everything, or one a calendar month where the site does that."""
    if "calendar_months" not in site.traits:
        last = calendar.date_of(calendar.length - 1).isoformat()
        return [Period(f"{site.code}-{last}", RUN_IN, calendar.length, "full")]
    firsts = [day for day in range(RUN_IN + 1, calendar.length) if calendar.date_of(day).day == 1]
    return [
        Period(f"{site.code}-{calendar.date_of(since):%Y-%m}", since, until, "incremental")
        for since, until in pairwise([RUN_IN, *firsts, calendar.length])
    ]


def manifest_head(
    site: Site, calendar: Calendar, period: Period, source_format: str = "native"
) -> dict[str, object]:
    """What a manifest says of a delivery before it lists the files."""
    last = calendar.date_of(period.until - 1)
    return {
        "site_code": site.code,
        "contract_version": 1,
        "delivery_id": period.name,
        "mode": period.mode,
        "period_start": calendar.date_of(period.since).isoformat(),
        "period_end": last.isoformat(),
        "extracted_at": f"{(last + timedelta(days=DAYS_TO_SEND)).isoformat()}T04:00:00Z",
        "source_format": source_format,
        "timezone": site.timezone,
    }
