"""The rows of one delivery that a clinic's own system would hold, and their times as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.cohort.clinical.codes import DRUGS, PLANS
from triggerscape.cohort.setting.clock import to_utc

if TYPE_CHECKING:
    from triggerscape.cohort.setting.sites import Site

_MORNING = 9  # the hour at which a course is entered


@dataclass(frozen=True)
class Records:
    """Rows of the contracts, as ``carried`` lets through, at one site."""

    site: Site
    person: pl.DataFrame
    visit: pl.DataFrame
    therapy: pl.DataFrame
    questionnaire: pl.DataFrame

    @property
    def site_number(self) -> int:
        """The number in the site's code: sites write the same format in different ways."""
        return int(self.site.code[1:])

    @property
    def sessions(self) -> pl.DataFrame:
        """Therapies given in a visit."""
        return self.therapy.filter(pl.col("delivery") == "session")

    @property
    def drugs(self) -> pl.DataFrame:
        """Courses of what is swallowed or injected at home."""
        return self.therapy.filter(_begins_with(DRUGS))

    @property
    def plans(self) -> pl.DataFrame:
        """What people do at home and eat: neither given in a visit nor dispensed."""
        return self.therapy.filter(_begins_with(PLANS))


def in_utc(moment: str, offset_min: str) -> pl.Expr:
    """A wall time of ``moment`` as ISO text in UTC, by the minutes it is ahead."""
    ahead = pl.duration(minutes=pl.col(offset_min))
    return (pl.col(moment) - ahead).dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def mornings_in_utc(days: pl.Series, timezone: str) -> pl.Series:
    """Nine o'clock of local days as ISO text in UTC; null where there is no day."""
    local = days.cast(pl.Datetime("us")).dt.offset_by(f"{_MORNING}h")
    return to_utc(local, timezone).dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def ended() -> pl.Expr:
    """The wall time at which a visit ended."""
    return pl.col("start_local") + pl.duration(minutes=pl.col("duration_min"))


def _begins_with(groups: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal(pl.col("therapy_code").str.starts_with(group) for group in groups)
