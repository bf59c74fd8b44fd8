"""A site's profile: everything in which its files differ from the contract, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from triggerscape.factors import Factor


_MOST_NAMED = 3


@dataclass(frozen=True)
class ColumnRule:
    """How one contract column is found and turned into the contract's unit at this site.

    ``headers`` are the names it goes by; empty means the contract's own. A number becomes
    ``number * multiply + add``: a declared unit or scale is written out in these two. A total that
    ``is_mean_item`` is the mean of the six items in rows of HIT-6, and a total in all others.
    """

    headers: tuple[str, ...] = ()
    constant: str | None = None
    multiply: float | None = None
    add: float | None = None
    reverse: tuple[float, float] | None = None
    negate: bool = False
    is_mean_item: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def converts(self) -> bool:
        """True where a number does not mean what stands there."""
        line = (self.multiply, self.add, self.reverse)
        return self.is_mean_item or line != (None, None, None)


@dataclass(frozen=True)
class ExtraColumn:
    """An x_ column the site sends and wants analysed as a factor."""

    factor: Factor
    meaning: str
    header: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Feed:
    """Files whose shape is foreign: a mapping in sql/sources/ turns them into one contract."""

    contract: str
    files: str
    mapping: str


@dataclass(frozen=True)
class Expected:
    """What the site has promised to send; None and empty where it has promised nothing.

    ``cadence_days`` lie between deliveries, a file has ``min_rows`` or more, no day is before
    ``history_start``, and ``contracts`` are all it sends. Of its therapies a share of
    ``unmapped_limit`` may have codes nobody knows.
    """

    cadence_days: int | None = None
    min_rows: int | None = None
    history_start: dt.date | None = None
    contracts: tuple[str, ...] = ()
    unmapped_limit: float | None = None


@dataclass(frozen=True)
class SiteProfile:
    """The declared differences of one site.

    ``unconfirmed`` names the keys that were guessed from a sample and that nobody has confirmed
    yet: a profile with such keys is a draft, and nothing is loaded by it. ``hemisphere`` decides
    which season a day lies in. ``format`` names a folder of sql/sources; ``therapy_codes`` says
    what the site's own codes mean: ``system:code``, or ``system:beginning*``, to a therapy code or
    ``outside``. Where files are ``unquoted``, a quote is a letter like any other.
    """

    site_code: str
    timezone: str = "UTC"
    hemisphere: str = "north"
    entry_basis: str = "daily_prompt"
    format: str | None = None
    is_synthetic: bool = False
    unconfirmed: tuple[str, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    thousands: str = ""
    null_words: tuple[str, ...] = ("", "NA")
    title_lines: int = 0
    totals_words: tuple[str, ...] = ()
    null_padding: bool = False
    unquoted: bool = False
    sheet: str | None = None
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    timestamp_formats: tuple[str, ...] = ()
    excel_epoch: str = ""
    dates_are_relative: bool = False
    yes_words: tuple[str, ...] = ("true",)
    no_words: tuple[str, ...] = ("false",)
    id_case: str = "preserve"
    digits_are_pseudonyms: bool = False
    expected: Expected = field(default_factory=Expected)
    columns: Mapping[str, Mapping[str, ColumnRule]] = field(default_factory=dict)
    extras: tuple[ExtraColumn, ...] = ()
    feeds: tuple[Feed, ...] = ()
    therapy_codes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def is_southern(self) -> bool:
        """True where January lies in summer."""
        return self.hemisphere == "south"

    @property
    def draft_sentence(self) -> str:
        """Why nothing is loaded by this profile yet; empty once nothing waits to be confirmed."""
        if not self.unconfirmed:
            return ""
        named = ", ".join(self.unconfirmed[:_MOST_NAMED])
        more = len(self.unconfirmed) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        return (
            f"sites/{self.site_code}.toml is a draft: somebody has to look at {named}{rest}, "
            "then take each out of its list confirm"
        )

    def rule(self, contract: str, column: str) -> ColumnRule:
        """The rule of one column; the plain one when the site does not differ."""
        return self.columns.get(contract, {}).get(column, ColumnRule())
