"""Guesses at how days are written. Day and month are never guessed where they can swap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.language import Kind
from triggerscape.delivery.guessing.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triggerscape.contract.language import Table

_ISO = r"^\d{4}-\d{2}-\d{2}$"
_ISO_TIME = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?$"
_YEAR_FIRST = r"^(?<year>\d{4})(?<sign>[-/. ])(?<one>\d{1,2})[-/. ](?<two>\d{1,2})(?<rest>.*)$"
_YEAR_LAST = (
    r"^(?<one>\d{1,2})(?<sign>[-/. ])(?<two>\d{1,2})[-/. ](?<year>\d{4}|\d{2})(?<rest>\D.*|)$"
)
_COMPACT = r"^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$"
# Days of 2000 to 2050 in either count of Excel.
_SERIAL = r"^(3[5-9]|4\d|5[0-4])\d{3}(\.0+)?$"
_TIMES = ((r"^[T ]\d{1,2}:\d{2}$", "%H:%M"), (r"^[T ]\d{1,2}:\d{2}:\d{2}$", "%H:%M:%S"))


def day_guesses(
    sample: pl.DataFrame, headers: dict[str, str], table: Table, nulls: Iterable[str]
) -> list[Guess]:
    """How days and moments are written, where it is not the contract's ISO form."""
    days = _cells(sample, headers, table, Kind.DATE, nulls)
    moments = _cells(sample, headers, table, Kind.TIMESTAMP, nulls)
    # All columns of a file come from one system, so a month above 12 in one tells the order of all.
    parts = _parts(pl.concat([days, moments]))
    guesses = _formats("dates.formats", days, parts, with_time=False)
    if "diary_day" in headers and "diary_date" not in headers:
        seen = f"{headers['diary_day']} stands for the day, and no column holds dates"
        guesses.append(Guess("dates.relative", value=True, seen=seen))
    if days.str.contains(_SERIAL).any():
        count = int(days.str.contains(_SERIAL).sum())
        seen = f"{count} of {len(days)} days are numbers near 45,000: days counted by Excel"
        guesses.append(Guess("dates.excel_serials", "1900", f"{seen}; old Macs count from 1904"))
    foreign = moments.filter(~moments.str.contains(_ISO_TIME))
    return guesses + _formats("dates.timestamp_formats", foreign, parts, with_time=True)


def _cells(
    sample: pl.DataFrame, headers: dict[str, str], table: Table, kind: Kind, nulls: Iterable[str]
) -> pl.Series:
    skipped = ["", *nulls]
    found = [
        sample[h].alias("cell") for name, h in headers.items() if table.column(name).kind is kind
    ]
    cells = pl.concat(found) if found else pl.Series("cell", [], dtype=pl.String)
    return cells.drop_nulls().filter(~cells.drop_nulls().is_in(skipped))


def _parts(cells: pl.Series) -> pl.DataFrame:
    """The numbers of every day with two that could be day or month: year_place, sign, one, two."""
    found = []
    for form, place in ((_YEAR_FIRST, "first"), (_YEAR_LAST, "last")):
        taken = cells.str.extract_groups(form).struct.unnest()
        found.append(
            taken.with_columns(pl.lit(place).alias("year_place")).filter(
                pl.col("one").is_not_null()
            )
        )
    columns = ["year_place", "sign", "one", "two", "year", "rest"]
    return pl.concat([frame.select(columns) for frame in found]).with_columns(
        pl.col("one", "two").cast(pl.Int64)
    )


def _formats(key: str, cells: pl.Series, parts: pl.DataFrame, *, with_time: bool) -> list[Guess]:
    ours = _parts(cells)
    forms, seen, is_open = [], [], False
    if not with_time and cells.str.contains(_ISO).any():
        forms.append("%Y-%m-%d")
    if not with_time and cells.str.contains(_COMPACT).any():
        forms.append("%Y%m%d")
        seen.append(f"{int(cells.str.contains(_COMPACT).sum())} days are eight digits")
    kinds = (
        ours.select("year_place", "sign", pl.col("year").str.len_chars()).unique().sort(pl.all())
    )
    for place, sign, year_digits in kinds.iter_rows():
        alike = parts.filter(pl.col("year_place") == place, pl.col("sign") == sign)
        order, evidence, is_told = _order(alike)
        shape = _shape(place, sign, year_digits, order)
        if shape == "%Y-%m-%d" and not with_time:
            continue
        times = [time for form, time in _TIMES if ours["rest"].str.contains(form).any()]
        forms += [f"{shape} {time}" for time in times] if with_time else [shape]
        seen.append(evidence)
        is_open |= not is_told
    if forms in ([], ["%Y-%m-%d"]):
        return []
    told = f"{len(cells)} {'moments' if with_time else 'days'}: {'; '.join(seen)}"
    return [Guess(key, list(dict.fromkeys(forms)), told, is_open=is_open)]


def _order(parts: pl.DataFrame) -> tuple[str, str, bool]:
    """Which number is the day, or likelier the day; what says so; whether that is certain."""
    day_first, day_last = int((parts["one"] > 12).sum()), int((parts["two"] > 12).sum())
    likelier = "day" if day_first >= day_last else "month"
    if day_first and day_last:
        return (
            likelier,
            f"{day_first} have a first number above 12 and {day_last} a second: "
            "mistakes, or two orders in one file: ask the site",
            False,
        )
    if day_first:
        return "day", f"{day_first} have a first number above 12, none a second", True
    if day_last:
        return "month", f"{day_last} have a second number above 12, none a first", True
    if parts["year_place"].n_unique() == 1 and parts["year_place"][0] == "first":
        return "month", "the year is first, so month and day follow", True
    return (
        likelier,
        "no number is above 12, so day and month can swap: ask the site, "
        "then write %d/%m/%Y (day first) or %m/%d/%Y (month first)",
        False,
    )


def _shape(place: str, sign: str, year_digits: int, order: str) -> str:
    year = "%Y" if year_digits == 4 else "%y"
    pair = ["%d", "%m"] if order == "day" else ["%m", "%d"]
    return sign.join([year, *pair] if place == "first" else [*pair, year])
