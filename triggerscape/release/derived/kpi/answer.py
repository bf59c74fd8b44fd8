"""One answer: the question it is to, the row it is from, and how its numbers are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.contract.releases.kpi import RANGES
from triggerscape.release.page.wording import count, number

if TYPE_CHECKING:
    from datetime import date

_DAYS = {"migraine_days", "acute_drug_days", "best_supported_therapy"}
_SHARES = {"medication_overuse", "diary_completeness"}


@dataclass(frozen=True)
class Answer:
    """One row of ``pub.wide_kpi`` but its place; without numbers nothing printed answers."""

    kpi_id: str
    label: str
    source_table: str
    measure_id: str
    sentence: str
    subject: str | None = None
    window_start: date | None = None
    estimate: float | None = None
    range_low: float | None = None
    range_high: float | None = None
    range_kind: str | None = None
    n_people: int | None = None
    n_sites: int | None = None
    estimate_window_before: float | None = None
    estimate_year_before: float | None = None

    @property
    def status(self) -> str:
        """``ok`` with a value or a range, ``x`` without."""
        return "x" if self.estimate is None and self.range_low is None else "ok"


def value(kpi_id: str, amount: float | None) -> str:
    """An amount as its question writes it: ``5.5``, ``84%`` or ``1.90``."""
    if amount is None:
        return "–"
    if kpi_id in _SHARES:
        return f"{number(100 * amount, 0)}%"
    return number(amount, 1 if kpi_id in _DAYS else 2)


def spread(kpi_id: str, low: float | None, high: float | None, kind: str | None) -> str:
    """``95% interval 1.67 to 2.17``; ``… within rounding`` where both ends read alike."""
    if low is None or high is None or kind is None:
        return ""
    ends = value(kpi_id, low), value(kpi_id, high)
    if ends[0] == ends[1]:
        return f"{RANGES[kind]} within rounding"
    return f"{RANGES[kind]} {ends[0]} to {ends[1]}"


def behind(n_people: int | None, n_sites: int | None) -> str:
    """``2,175 people at 12 sites``, as far as it is known."""
    people = "" if n_people is None else f"{count(n_people)} people"
    if n_sites is None or n_sites == 1:
        return people
    return f"{people} at {n_sites} sites".strip()
