"""Checks against the site's own history: one rule for every column, and how much came when."""

from __future__ import annotations

from math import sqrt
from statistics import fmean, median, variance
from typing import TYPE_CHECKING

from expectations.review.checks import Check
from expectations.review.rules import FEWEST_OF_A_SHARE, limit_of
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.language import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.quality.file_measures import FileMeasures

# Below four earlier files their own spread is not known well enough to call anything drift.
FEWEST_EARLIER = 4
# No site is steadier than this part of a standard deviation between its files.
STEADIEST = 0.1
SMALLEST_DRIFT = 0.3
FEWEST_EARLIER_SIZES = 3
# These change with time by themselves, or with what happened to be asked or given.
_NO_HISTORY = frozenset(
    "diary_day utc_offset_min recorded_at birth_year age_years total quantity dose_value".split()
)


def drift(file: FileMeasures, earlier: Sequence[FileMeasures]) -> list[Check]:
    """How far each column lies from the site's earlier files, in standard errors of such a file.

    The standard error holds the spread between earlier files, at least a tenth of the spread
    within, and the chance in the file itself. A shift smaller than 0.3 standard deviations of the
    column counts as none.
    """
    checks = []
    for column in _columns(file):
        for part, mean, spread, known in _parts(file, column):
            before = [
                old_mean
                for old in earlier
                for old_part, old_mean, _, _ in _parts(old, column)
                if old_part == part
            ]
            if len(before) < FEWEST_EARLIER or spread == 0:
                continue
            shift = abs(mean - fmean(before))
            between = max(variance(before), (STEADIEST * spread) ** 2)
            error = sqrt(between * (1 + 1 / len(before)) + spread**2 / known)
            checks.append(
                Check(
                    "review.drift",
                    file.site_code,
                    file.contract,
                    shift / error if shift >= SMALLEST_DRIFT * spread else 0.0,
                    limit_of("review.drift"),
                    use_id=file.use_id,
                    column=column,
                    said=f"{part} differs from the site's own earlier files",
                )
            )
    return _one_a_column(checks)


def short(file: FileMeasures, earlier: Sequence[FileMeasures]) -> list[Check]:
    """Rows a day of a file without a manifest, against the median of the site's earlier files."""
    sizes = [_rows_a_day(old) for old in earlier if old.last_day]
    if file.is_attested or not file.last_day or len(sizes) < FEWEST_EARLIER_SIZES:
        return []
    usual = median(sizes)
    return [
        Check(
            "review.short",
            file.site_code,
            file.contract,
            _rows_a_day(file) / usual,
            low=limit_of("review.short"),
            use_id=file.use_id,
        )
    ]


def _rows_a_day(file: FileMeasures) -> float:
    first, last = file.first_day, file.last_day
    return file.rows / ((last - first).days + 1) if first and last else 0.0


def _columns(file: FileMeasures) -> list[str]:
    if file.contract == "questionnaire" or file.rows < FEWEST_OF_A_SHARE:
        return []
    return [name for name in file.columns if name not in _NO_HISTORY and not name.endswith("_date")]


def _parts(file: FileMeasures, column: str) -> list[tuple[str, float, float, float]]:
    """(what, mean, spread, values) of a column: how often it is filled, and what it holds."""
    seen, rows = file.moments(column), file.rows - file.value("yes", "is_deleted")
    parts = []
    if rows >= FEWEST_OF_A_SHARE:
        parts.append(_share(f"how often {column} is filled", min(seen.known, rows), rows))
    if seen.known < FEWEST_OF_A_SHARE:
        return parts
    kind = _kind(file, column)
    if kind is Kind.TEXT:
        words = INPUTS[file.contract].column(column).values
        counted = file.words(column)
        parts += [
            _share(f"how often {column} is {word}", counted.get(word, 0.0), seen.known)
            for word in words
        ]
    elif kind is Kind.BOOLEAN or kind.is_number:
        parts.append((f"the mean of {column}", seen.mean, seen.spread, seen.known))
    return parts


def _share(what: str, some: float, of: float) -> tuple[str, float, float, float]:
    share = some / of
    return what, share, sqrt(share * (1 - share)), of


def _kind(file: FileMeasures, column: str) -> Kind:
    return Kind.DOUBLE if column.startswith("x_") else INPUTS[file.contract].column(column).kind


def _one_a_column(checks: Sequence[Check]) -> list[Check]:
    """The farthest part of each column: one finding a column is enough."""
    farthest: dict[str, Check] = {}
    for check in checks:
        if check.column not in farthest or check.measured > farthest[check.column].measured:
            farthest[check.column] = check
    return list(farthest.values())
