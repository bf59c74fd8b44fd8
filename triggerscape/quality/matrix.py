"""The matrix of the quality page: a row a site, a column a month, a word in every cell."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What a cell says, from its gravest finding on.
HELD, LOOK, FINE, NOTHING = "held", "look", "fine", "none"
NO_DAY = "no day"


@dataclass(frozen=True)
class Cell:
    """One site and month: a state, a share in use where rows came, and details in words."""

    state: str
    share: str = ""
    rows: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One site: how far behind it is, and a cell for each month of the matrix."""

    site: str
    months_behind: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """One contract: the months in order, without a gap, and the sites."""

    contract: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def troubled(self) -> tuple[str, ...]:
        """The sites with a month that is held or wants a look."""
        return tuple(
            line.site for line in self.lines if {HELD, LOOK} & {cell.state for cell in line.cells}
        )


def matrices(rows: Sequence[Mapping[str, Any]]) -> list[Matrix]:
    """One matrix a contract of quality.site_month, the largest first."""
    contracts: dict[str, int] = {}
    for row in rows:
        contracts[row["contract"]] = contracts.get(row["contract"], 0) + row["rows_in"]
    in_order = sorted(contracts, key=lambda contract: (-contracts[contract], contract))
    return [_matrix(c, [row for row in rows if row["contract"] == c]) for c in in_order]


def _matrix(contract: str, rows: Sequence[Mapping[str, Any]]) -> Matrix:
    by_place = {(row["site_code"], row["month"]): row for row in rows}
    months = _without_gaps(sorted(_months_in_use(rows)))
    if any(not row["month"] for row in rows):
        months.append("")
    sites = sorted({row["site_code"] for row in rows})
    lines = tuple(
        Line(
            site,
            max((row["months_behind"] or 0 for row in rows if row["site_code"] == site), default=0),
            tuple(_cell(by_place.get((site, month))) for month in months),
        )
        for site in sites
    )
    return Matrix(contract, tuple(month or NO_DAY for month in months), lines)


def _months_in_use(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Months with a row that was not refused: one mistyped year must not stretch the matrix."""
    months = {row["month"] for row in rows if row["month"]}
    in_use = {row["month"] for row in rows if row["rows_accepted"] or row["rows_held"]}
    return (months & in_use) or months


def _without_gaps(months: list[str]) -> list[str]:
    """Every month from the first to the last."""
    if not months:
        return []
    first, last = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (months[0], months[-1]))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def _cell(row: Mapping[str, Any] | None) -> Cell:
    if row is None:
        return Cell(NOTHING)
    states = {"critical": HELD, "warning": LOOK}
    state = HELD if row["rows_held"] else states.get(row["worst"], FINE)
    wanted = row["rows_in"] - row["rows_duplicate"]
    share = f"{whole_percent(row['rows_accepted'] / wanted)}%" if wanted else ""
    return Cell(state, share, f"{row['rows_in']:,}", _details(row))


def whole_percent(share: float) -> int:
    """A share in whole percent; 100 and 0 only where nothing, or everything, is missing."""
    if 0 < share < 0.01:
        return 1
    return floor(share * 100 + 1e-9)


def _details(row: Mapping[str, Any]) -> tuple[str, ...]:
    counts = (
        ("rows_refused", "refused"),
        ("rows_held", "held back"),
        ("rows_duplicate", "duplicates"),
    )
    details = [f"{row[name]:,} {word}" for name, word in counts if row[name]]
    if row["share_missing"]:
        details.append(f"{whole_percent(row['share_missing'])}% of key values missing")
    if row["share_late"]:
        details.append(f"{whole_percent(row['share_late'])}% entered late")
    if row["share_unmapped"]:
        details.append(f"{whole_percent(row['share_unmapped'])}% of therapies unmapped")
    if row["drift_flags"]:
        details.append(f"{row['drift_flags']} columns drifted")
    return tuple(details)
