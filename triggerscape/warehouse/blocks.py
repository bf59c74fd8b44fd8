"""Blocks of days: how a dated table of a bucket is parted into files.

A block is one of the 28-day windows of the calendar, the same for everybody: a new day touches the
last block, and a file holds what is rebuilt together.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BLOCK_DAYS = 28
# The Monday from which 28-day windows are counted, so that a window means the same in every run.
ORIGIN = dt.date(2000, 1, 3)
# No delivered day lies before or after: the ends of reference.calendar.
BEGINNING = dt.date(1900, 1, 1)
END = dt.date(2101, 1, 1)


def first_day_of_block(day: dt.date) -> dt.date:
    """The first day of the block that a day lies in."""
    return day - dt.timedelta((day - ORIGIN).days % BLOCK_DAYS)


def days_before(day: dt.date, days: int) -> dt.date:
    """So many days before, but never before the calendar begins."""
    return max(BEGINNING, day - dt.timedelta(days))


def block_of_file(file: Path) -> dt.date:
    """The first day of the block that a file holds."""
    return dt.date.fromisoformat(file.stem.removeprefix("from="))


def block_sql(day: str) -> str:
    """SQL for the first day of the block that a day lies in."""
    number = f"date_diff('day', DATE '{ORIGIN}', {day})"
    # Remainders of negative numbers are negative in SQL.
    return f"{day} - CAST((({number} % {BLOCK_DAYS}) + {BLOCK_DAYS}) % {BLOCK_DAYS} AS INTEGER)"
