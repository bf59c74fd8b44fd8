"""Dates and timestamps as sites write them: only in the forms the profile declares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from triggerscape.delivery.profiles.profile import SiteProfile

ISO = "%Y-%m-%d"
_ISO_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
# A day by itself is its midnight: workbooks and Parquet leave the time away where it is 00:00.
_ISO_TIMESTAMP = rf"{_ISO_DATE}([T ]{_CLOCK}Z?)?"
_OFFSET = r"[+-](0[0-9]|1[0-4]):?[0-5][0-9]"
_ISO_WITH_OFFSET = rf"{_ISO_DATE}[T ]{_CLOCK}{_OFFSET}"
# Days are counted from here. Excel's own 29 February 1900 lies before serial 61, so none is taken.
_SERIAL_DAY_0 = {"1900": "1899-12-30", "1904": "1904-01-01"}
_SERIAL = r"[1-9][0-9]{4}(\.0+)?"


def date_value(text: str, profile: SiteProfile) -> str:
    """SQL for the DATE written in ``text``; NULL where no declared form fits the whole of it."""
    cases = [_date_case(text, form) for form in profile.date_formats]
    if profile.excel_epoch:
        day_0 = _SERIAL_DAY_0[profile.excel_epoch]
        days = f"TRY_CAST(TRY_CAST({text} AS DOUBLE) AS INTEGER)"
        cases.append(_if_written(text, _SERIAL, f"DATE '{day_0}' + {days}"))
    return cases[0] if len(cases) == 1 else f"coalesce({', '.join(cases)})"


def _date_case(text: str, form: str) -> str:
    if form == ISO:
        return _if_written(text, _ISO_DATE, f"TRY_CAST({text} AS DATE)")
    return f"CAST(try_strptime({text}, {sql_text(form)}) AS DATE)"


def turned_date(text: str, profile: SiteProfile) -> str:
    """SQL for the DATE in ``text`` if day and month stood the other way round than is declared.

    Empty where no declared form leaves room for that: with the year first, or the month in letters.
    """
    forms = [
        form.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m")
        for form in profile.date_formats
        if {"%d", "%m"} <= set(re.findall("%.", form)) and not form.startswith("%Y")
    ]
    cases = ", ".join(f"CAST(try_strptime({text}, {sql_text(form)}) AS DATE)" for form in forms)
    return f"coalesce({cases}, NULL)" if cases else ""


def timestamp_value(text: str, profile: SiteProfile, *, is_utc: bool) -> str:
    """SQL for the TIMESTAMP in ``text``: in UTC where the column is, else the wall time as written.

    A wall time keeps its day whatever its offset: in UTC a third of all days would be others.
    """
    plain = f"TRY_CAST({text} AS TIMESTAMP)"
    wall = f"TRY_CAST(regexp_replace({text}, '{_OFFSET}$', '') AS TIMESTAMP)"
    with_offset = f"{wall} - {_offset(text)}" if is_utc else wall
    declared = "".join(
        f" ELSE try_strptime({text}, {sql_text(form)})" for form in profile.timestamp_formats[:1]
    )
    if len(profile.timestamp_formats) > 1:
        forms = ", ".join(
            f"try_strptime({text}, {sql_text(form)})" for form in profile.timestamp_formats
        )
        declared = f" ELSE coalesce({forms})"
    return (
        f"CASE WHEN regexp_full_match({text}, {sql_text(_ISO_TIMESTAMP)}) THEN {plain} "
        f"WHEN regexp_full_match({text}, {sql_text(_ISO_WITH_OFFSET)}) THEN {with_offset}"
        f"{declared} END"
    )


def _offset(text: str) -> str:
    """The offset at the end of an ISO timestamp, as an interval."""
    sign = f"CASE WHEN {text}[-6] = '-' OR {text}[-5] = '-' THEN -1 ELSE 1 END"
    digits = f"right(replace({text}, ':', ''), 4)"
    return (
        f"({sign}) * (to_hours(CAST(left({digits}, 2) AS INTEGER)) "
        f"+ to_minutes(CAST(right({digits}, 2) AS INTEGER)))"
    )


def _if_written(text: str, form: str, value: str) -> str:
    return f"CASE WHEN regexp_full_match({text}, {sql_text(form)}) THEN {value} END"
