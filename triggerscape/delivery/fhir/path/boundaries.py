"""``lowBoundary()`` and ``highBoundary()``: the ends of what an imprecise value can mean."""

from __future__ import annotations

from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.nodes import Kind, Value

# Where the offset is not known, the earliest and the latest moment any offset allows.
_EARLIEST_OFFSET, _LATEST_OFFSET = "+14:00", "-12:00"


def boundary(text: str, declared: str, *, is_low: bool) -> Value:
    """The low or high end of a value written as text.

    Args:
        text: SQL of the value as text.
        declared: Its FHIR type: decimal, date, dateTime, instant or time.
        is_low: The low end; else the high one.
    """
    if declared in {"decimal", "integer", "Quantity"}:
        return Value(_decimal(text, is_low=is_low), Kind.NUMBER)
    if declared == "date":
        return Value(_date(text, is_low=is_low), Kind.TEXT)
    if declared in {"dateTime", "instant"}:
        return Value(_moment(text, is_low=is_low), Kind.TEXT)
    if declared == "time":
        return Value(_time(text, is_low=is_low), Kind.TEXT)
    raise ViewError("a boundary is asked of a value whose type the view does not say")


def _decimal(text: str, *, is_low: bool) -> str:
    """Half a unit of the last written digit off: 1.0 is 0.95 to 1.05."""
    digits = f"len(regexp_extract({text}, '\\.([0-9]+)$', 1))"
    half = f"CAST('0.5' AS DECIMAL(28, 9)) / CAST(pow(10, {digits}) AS BIGINT)"
    sign = "-" if is_low else "+"
    return f"CAST(TRY_CAST({text} AS DECIMAL(28, 9)) {sign} {half} AS DOUBLE)"


def _date(text: str, *, is_low: bool) -> str:
    """A year or a month becomes its first or its last day."""
    if is_low:
        return f"{text} || substr('0000-01-01', len({text}) + 1)"
    last = f"strftime(last_day(TRY_CAST({text} || '-01' AS DATE)), '%Y-%m-%d')"
    return f"CASE len({text}) WHEN 4 THEN {text} || '-12-31' WHEN 7 THEN {last} ELSE {text} END"


def _time(text: str, *, is_low: bool) -> str:
    filling = "00:00:00.000" if is_low else "23:59:59.999"
    return f"{text} || substr('{filling}', len({text}) + 1)"


def _moment(text: str, *, is_low: bool) -> str:
    day = _date(f"split_part({text}, 'T', 1)", is_low=is_low)
    clock = f"regexp_extract({text}, 'T([0-9:.]+)', 1)"
    offset = f"nullif(regexp_extract({text}, 'T[0-9:.]+(Z|[+-][0-9:]+)$', 1), '')"
    unknown = _EARLIEST_OFFSET if is_low else _LATEST_OFFSET
    return f"({day}) || 'T' || ({_time(clock, is_low=is_low)}) || coalesce({offset}, '{unknown}')"
