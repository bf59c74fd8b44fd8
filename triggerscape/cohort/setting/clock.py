"""Clocks: local wall time and UTC of the rows a site writes."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np
import polars as pl

from triggerscape.cohort.setting.calendar import Calendar
from triggerscape.cohort.setting.draws import DayArray

MINUTES_A_DAY = 1440


def dates(calendar: Calendar, day: DayArray) -> pl.Series:
    """Day numbers as dates."""
    first = np.datetime64(calendar.first_date, "D")
    return pl.Series("date", (first + day.astype(np.int64)).astype("datetime64[ms]")).cast(pl.Date)


def wall_times(calendar: Calendar, day: DayArray, minute: DayArray) -> pl.Series:
    """Day numbers and minutes of the day as local wall times without a zone."""
    first = np.datetime64(calendar.first_date, "us")
    minutes = day.astype(np.int64) * MINUTES_A_DAY + minute.astype(np.int64)
    return pl.Series("time", first + minutes * 60_000_000)


def wall_time(calendar: Calendar, day: int, minute: int) -> datetime:
    """One day number and minute of the day as local wall time."""
    return datetime.combine(calendar.date_of(day), time()) + timedelta(minutes=minute)


def to_utc(local: pl.Series, timezone: str) -> pl.Series:
    """Wall times at a place as UTC without a zone; the earlier of two where clocks go back."""
    zoned = local.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def offset_minutes(local: pl.Series, timezone: str) -> pl.Series:
    """Minutes by which wall time is ahead of UTC."""
    return (local - to_utc(local, timezone)).dt.total_minutes()
