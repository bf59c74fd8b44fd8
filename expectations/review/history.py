"""The history of a site and contract: what its earlier files were like, in running sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from expectations.review.rules import FEWEST_OF_A_SHARE
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.language import Kind
from triggerscape.quality.file_measures import Moments

if TYPE_CHECKING:
    from triggerscape.quality.file_measures import FileMeasures

_NOTHING = Moments(0, 0, 0, 0)
# These change with time by themselves, or with what happened to be asked or given.
_NO_HISTORY = frozenset(
    "diary_day utc_offset_min recorded_at birth_year age_years total quantity dose_value".split()
)


class Part(NamedTuple):
    """One thing about a column of a file: its mean over so many values, and their spread."""

    column: str
    what: str
    mean: float
    spread: float
    values: float


@dataclass
class Spread:
    """Mean and variance of numbers that come one by one (Welford 1962)."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def add(self, value: float) -> None:
        """Take in one number."""
        self.count += 1
        step = value - self.mean
        self.mean += step / self.count
        self.squares += step * (value - self.mean)

    @property
    def variance(self) -> float:
        """Variance of two numbers or more, by n - 1."""
        return self.squares / (self.count - 1)


@dataclass
class History:
    """The files before one: moments of each column, the spread of each part, rows a day."""

    moments: dict[str, Moments] = field(default_factory=dict)
    parts: dict[str, Spread] = field(default_factory=dict)
    rows_a_day: list[float] = field(default_factory=list)

    def add(self, file: FileMeasures) -> None:
        """Make a file part of the history."""
        for column in file.columns:
            self.moments[column] = self.moments.get(column, _NOTHING) + file.moments(column)
        for part in parts_of(file):
            self.parts.setdefault(part.what, Spread()).add(part.mean)
        if file.last_day:
            self.rows_a_day.append(rows_a_day(file))


def rows_a_day(file: FileMeasures) -> float:
    """Rows for each day from the first of the file to its last; 0 where it has none."""
    first, last = file.first_day, file.last_day
    return file.rows / ((last - first).days + 1) if first and last else 0.0


def parts_of(file: FileMeasures) -> list[Part]:
    """Everything about a file's columns that has a history: how often filled, and what with.

    Which questionnaires are asked changes from file to file, so they have none.
    """
    if file.contract == "questionnaire" or file.rows < FEWEST_OF_A_SHARE:
        return []
    return [
        part
        for column in file.columns
        if column not in _NO_HISTORY and not column.endswith("_date")
        for part in _parts(file, column)
    ]


def _parts(file: FileMeasures, column: str) -> list[Part]:
    seen, rows = file.moments(column), file.rows - file.value("yes", "is_deleted")
    parts = []
    if rows >= FEWEST_OF_A_SHARE:
        parts.append(_share(column, f"how often {column} is filled", min(seen.known, rows), rows))
    if seen.known < FEWEST_OF_A_SHARE:
        return parts
    kind = Kind.DOUBLE
    if not column.startswith("x_"):
        kind = INPUTS[file.contract].column(column).kind
    if kind is Kind.TEXT:
        counted = file.words(column)
        parts += [
            _share(column, f"how often {column} is {word}", counted.get(word, 0.0), seen.known)
            for word in INPUTS[file.contract].column(column).values
        ]
    elif kind is Kind.BOOLEAN or kind.is_number:
        what = f"the mean of {column}"
        parts.append(Part(column, what, seen.mean, seen.spread, seen.known))
    return parts


def _share(column: str, what: str, some: float, of: float) -> Part:
    share = some / of
    return Part(column, what, share, sqrt(share * (1 - share)), of)
