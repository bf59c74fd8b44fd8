"""Blocks of days: how a dated table of a bucket is parted into files.

A block is one of the 28-day windows of the calendar, the same for everybody: a new day touches the
last block, and a file holds what is rebuilt together. Where a night's rows belong to the last few
days, the newest block lies in weeks, until the next block begins.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

BLOCK_DAYS = 28
WEEK_DAYS = 7
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


def files_from(files: Sequence[Path], first_day: dt.date) -> list[Path]:
    """Of the files of one table, in order of their days, those that may hold a day or later ones.

    A file ends where the next begins, and no later than its block does.
    """
    first_block = first_day_of_block(first_day)
    firsts = [block_of_file(file) for file in files]
    nexts = [*firsts[1:], END] if firsts else []
    return [
        file
        for file, first, end in zip(files, firsts, nexts, strict=True)
        if first >= first_block and end > first_day
    ]


def block_sql(day: str) -> str:
    """SQL for the first day of the block that a day lies in."""
    return _stretch_sql(day, BLOCK_DAYS)


def week_sql(day: str) -> str:
    """SQL for the first day of the week that a day lies in; four of them are a block."""
    return _stretch_sql(day, WEEK_DAYS)


def _stretch_sql(day: str, days: int) -> str:
    number = f"date_diff('day', DATE '{ORIGIN}', {day})"
    # Remainders of negative numbers are negative in SQL.
    return f"{day} - CAST((({number} % {days}) + {days}) % {days} AS INTEGER)"


@dataclass(frozen=True, order=True)
class Span:
    """The days that lie in one file."""

    first: dt.date
    days: int = BLOCK_DAYS

    @property
    def end(self) -> dt.date:
        """The day after the last one."""
        return self.first + dt.timedelta(self.days)


def spans_of(weeks: Iterable[dt.date], newest: dt.date | None) -> list[Span]:
    """The spans that weeks lie in, in order; those of the newest block are weeks themselves.

    ``newest`` is None for a table whose newest block lies in one file as the others do.
    """
    return sorted(
        {
            Span(week, WEEK_DAYS) if newest and week >= newest else Span(first_day_of_block(week))
            for week in weeks
        }
    )
