"""Checks against the site's own history: one rule for every column, and how much came."""

from __future__ import annotations

from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from expectations.review.checks import Check
from expectations.review.history import Part, Spread, parts_of, rows_a_day
from expectations.review.rules import limit_of

if TYPE_CHECKING:
    from expectations.review.history import History
    from triggerscape.quality.file_measures import FileMeasures

# Below four earlier files their own spread is not known well enough to call anything drift.
FEWEST_EARLIER = 4
# No site is steadier than this part of a standard deviation between its files.
STEADIEST = 0.1
SMALLEST_DRIFT = 0.3
FEWEST_EARLIER_SIZES = 3
_NEW = Spread()


def drift(file: FileMeasures, history: History) -> list[Check]:
    """How far each column lies from the site's earlier files, in standard errors of such a file.

    The standard error holds the spread between earlier files, at least a tenth of the spread
    within, and the chance in the file itself. A shift smaller than 0.3 standard deviations of the
    column counts as none. One check a column: that of the part that lies farthest.
    """
    farthest: dict[str, Check] = {}
    for part in parts_of(file):
        earlier = history.parts.get(part.what, _NEW)
        if earlier.count < FEWEST_EARLIER or part.spread == 0:
            continue
        check = Check(
            "review.drift",
            file.site_code,
            file.contract,
            _errors_away(part, earlier),
            limit_of("review.drift"),
            use_id=file.use_id,
            column=part.column,
            said=f"{part.what} differs from the site's own earlier files",
        )
        known = farthest.get(part.column)
        if known is None or check.measured > known.measured:
            farthest[part.column] = check
    return list(farthest.values())


def _errors_away(part: Part, earlier: Spread) -> float:
    shift = abs(part.mean - earlier.mean)
    if shift < SMALLEST_DRIFT * part.spread:
        return 0.0
    between = max(earlier.variance, (STEADIEST * part.spread) ** 2)
    return shift / sqrt(between * (1 + 1 / earlier.count) + part.spread**2 / part.values)


def short(file: FileMeasures, history: History) -> list[Check]:
    """Rows a day of a file without a manifest, against the median of the site's earlier files."""
    sizes = history.rows_a_day
    if file.is_attested or not file.last_day or len(sizes) < FEWEST_EARLIER_SIZES:
        return []
    return [
        Check(
            "review.short",
            file.site_code,
            file.contract,
            rows_a_day(file) / median(sizes),
            low=limit_of("review.short"),
            use_id=file.use_id,
        )
    ]
