"""What the sites' files say together: how far the data reach, and which way each scale moves."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from expectations.measures.aggregates import POLAR
from triggerscape.quality.file_measures import FEWEST_VALUES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triggerscape.quality.file_measures import FileMeasures

# 100 is what 200 days with headache and 200 without weigh, in people who have both.
LEAST_WEIGHT = 100
FEWEST_OTHER_SITES = 2


@dataclass(frozen=True)
class Contrast:
    """Headache days less the same people's other days, in standard deviations, and its error."""

    size: float
    error: float


@dataclass(frozen=True)
class Deployment:
    """``as_of`` is the newest day anybody sent; ``contrasts`` are by column, then by site."""

    as_of: date | None = None
    contrasts: Mapping[str, Mapping[str, Contrast]] = field(default_factory=dict)

    def elsewhere(self, column: str, site: str) -> float | None:
        """The median contrast of the other sites; None where fewer than two have one."""
        found = self.contrasts.get(column, {})
        others = [found[name].size for name in sorted(found) if name != site]
        return median(others) if len(others) >= FEWEST_OTHER_SITES else None


def deployment_of(files: Sequence[FileMeasures]) -> Deployment:
    """The deployment the files of all sites make, in whatever order they are given."""
    days = [day for file in files if (day := newest_day(file))]
    contrasts: dict[str, dict[str, Contrast]] = {}
    by_site: dict[str, list[FileMeasures]] = defaultdict(list)
    for file in sorted(files, key=lambda file: file.use_id):
        by_site[file.site_code].append(file)
    for column in POLAR:
        found = {site: contrast(own, column) for site, own in sorted(by_site.items())}
        contrasts[column] = {site: value for site, value in found.items() if value is not None}
    return Deployment(max(days, default=None), contrasts)


def newest_day(file: FileMeasures) -> date | None:
    """The day of extraction; else the last day, within the last month that has 11 rows or more.

    One row with a mistyped year must not make every site look late.
    """
    if file.extracted_at:
        return file.extracted_at.date()
    filled = [p for p in file.periods if file.value("rows", period=p) >= FEWEST_VALUES]
    if not filled or not file.last_day:
        return None
    year, month = (int(part) for part in filled[-1].split("-"))
    return min(file.last_day, date(year, month, monthrange(year, month)[1]))


def contrast(files: Sequence[FileMeasures], column: str) -> Contrast | None:
    """The contrast of a column over a site's files; None where there is too little to compare.

    Its error is that of independent days, in standard deviations of all days together.
    """

    def total(name: str) -> float:
        return sum(file.value(name, column) for file in files)

    weight, known = total("within_weight"), total("known")
    if weight < LEAST_WEIGHT:
        return None
    spread = sqrt(max(0.0, total("square_sum") / known - (total("sum") / known) ** 2))
    if spread == 0:
        return None
    return Contrast(total("within_sum") / weight / spread, sqrt(1 / weight))
