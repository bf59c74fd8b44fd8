"""The site calendar, a second time, in loops over each site's days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from plain_features_people import Row

WINDOW_0 = date(2000, 1, 3)
NORTHERN = {12: "winter", 3: "spring", 6: "summer", 9: "autumn"}
OPPOSITE = {"winter": "summer", "spring": "autumn", "summer": "winter", "autumn": "spring"}


def site_calendar(spine: list[Row], southern: Mapping[str, bool]) -> list[Row]:
    dated = [row for row in spine if not row["date_is_relative"]]
    rows = []
    for site in sorted({row["site_code"] for row in dated}):
        own = [row for row in dated if row["site_code"] == site]
        day = min(row["diary_date"] for row in own)
        while day <= max(row["diary_date"] for row in own):
            rows.append(
                {"site_code": site, **_day(day, southern.get(site)), **_kept(own, day)},
            )
            day += timedelta(1)
    return rows


def _day(day: date, is_southern: bool | None) -> Row:
    window = (day - WINDOW_0).days // 28
    return {
        "calendar_date": day,
        "iso_weekday": day.isoweekday(),
        "is_weekend": day.isoweekday() in (6, 7),
        "season": _season(day, is_southern),
        "window_index": window,
        "window_start": WINDOW_0 + timedelta(28 * window),
    }


def _season(day: date, is_southern: bool | None) -> str | None:
    if is_southern is None:
        return None
    month = day.month
    while month not in NORTHERN:
        month = 12 if month == 1 else month - 1
    return OPPOSITE[NORTHERN[month]] if is_southern else NORTHERN[month]


def _kept(own: list[Row], day: date) -> Row:
    people = [row for row in own if row["diary_date"] == day]
    late = [row["is_late"] for row in people if row["is_late"] is not None]
    return {
        "people_running": len(people),
        "people_observed": sum(row["is_observed"] for row in people),
        "entries_timed": len(late),
        "entries_late": sum(late),
    }
