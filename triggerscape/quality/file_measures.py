"""Measures of a judged file: counts and sums by column and month, kept in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# No sum over fewer values than this is kept: it would come too close to the values themselves.
FEWEST_VALUES = 11
EPOCH = date(1970, 1, 1)


class Measure(NamedTuple):
    """One count or sum. ``column`` is empty for rows as such, ``period`` for the whole file."""

    column: str
    period: str
    name: str
    value: float


@dataclass(frozen=True)
class Moments:
    """What is known of one column in one stretch of rows.

    For a yes or no column the sum counts the yes; for a timestamp it adds hours of the day.
    """

    known: float
    nonzero: float
    total: float
    square_total: float

    @property
    def mean(self) -> float:
        """Mean of the known values."""
        return self.total / self.known

    @property
    def typical(self) -> float:
        """Mean of the values that are not zero: how large, whatever how often; 0 without any."""
        return self.total / self.nonzero if self.nonzero else 0.0

    @property
    def spread(self) -> float:
        """Standard deviation of the known values."""
        return sqrt(max(0.0, self.square_total / self.known - self.mean**2))

    def __add__(self, other: Moments) -> Moments:
        """Both stretches together."""
        return Moments(
            self.known + other.known,
            self.nonzero + other.nonzero,
            self.total + other.total,
            self.square_total + other.square_total,
        )


@dataclass(frozen=True)
class FileMeasures:
    """All measures of one use of a file; what is not among them is zero."""

    use_id: str
    site_code: str
    contract: str
    file_name: str = ""
    extracted_at: datetime | None = None
    is_attested: bool = False
    values: Mapping[tuple[str, str, str], float] = field(default_factory=dict)

    def value(self, name: str, column: str = "", period: str = "") -> float:
        """One measure."""
        return self.values.get((column, period, name), 0.0)

    @property
    def rows(self) -> float:
        """Rows of the file."""
        return self.value("rows")

    @cached_property
    def periods(self) -> list[str]:
        """The months the file has rows of, in order."""
        return sorted({p for column, p, name in self.values if p and not column and name == "rows"})

    @cached_property
    def columns(self) -> list[str]:
        """The columns with a known value, in order."""
        return sorted({column for column, _, name in self.values if column and name == "known"})

    @property
    def first_day(self) -> date | None:
        """Earliest day among rows that broke no rule."""
        return self._day("first_day")

    @property
    def last_day(self) -> date | None:
        """Latest day among rows that broke no rule."""
        return self._day("last_day")

    def moments(self, column: str, period: str = "") -> Moments:
        """Count, sum and sum of squares of a column; a yes counts as 1."""
        if yes := self.value("yes", column, period):
            return Moments(self.value("known", column, period), yes, yes, yes)
        names = ("known", "nonzero", "sum", "square_sum")
        known, nonzero, total, squares = (self.value(name, column, period) for name in names)
        return Moments(known, nonzero, total, squares)

    def words(self, column: str, period: str = "") -> dict[str, float]:
        """How often each word of a closed list occurs."""
        return {
            name.removeprefix("word "): value
            for (c, p, name), value in sorted(self.values.items())
            if c == column and p == period and name.startswith("word ")
        }

    def _day(self, name: str) -> date | None:
        key = ("", "", name)
        return EPOCH + timedelta(days=int(self.values[key])) if key in self.values else None
