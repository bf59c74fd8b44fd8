"""How a value of each column type is written as text, in SQL."""

from __future__ import annotations

import re

from triggerscape.warehouse.literals import sql_text

_FIXED_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")
_NESTED = ("STRUCT", "MAP", "UNION", "VARIANT")
_WITH_ZONE = "TIMESTAMP WITH TIME ZONE"


def text_of(name: str, kind: str, zone: str | None = None) -> str:
    """SQL for the text of column ``name``, whose type DuckDB calls ``kind``.

    Whole floating-point numbers have no point. A moment with a ``zone`` is the wall time there and
    its offset, so that its day stays the local one; times finer than a microsecond are cut. A list
    is joined by '|' unless an item is NULL or holds that sign; that list, and anything deeper, is
    JSON.
    """
    if kind.endswith("]"):
        item = kind[: kind.rindex("[")]
        is_deep = item.startswith(_NESTED) or item.endswith("]")
        return _json(name) if is_deep else _joined(name, text_of("item", item))
    if kind.startswith(_NESTED):
        return _json(name)
    if kind in {"DOUBLE", "FLOAT"}:
        return (
            f"CASE WHEN {name} = trunc({name}) AND abs({name}) < 1e15 "
            f"THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE CAST({name} AS VARCHAR) END"
        )
    if kind == _WITH_ZONE:
        return _moment(name, zone or "UTC")
    if kind == "DATE":
        return f"CAST(CAST({name} AS DATE) AS VARCHAR)"  # a timestamp at midnight may be meant
    if kind == "TIMESTAMP_NS":
        return f"CAST(CAST({name} AS TIMESTAMP) AS VARCHAR)"
    return f"CAST({name} AS VARCHAR)"


def _json(name: str) -> str:
    return f"CAST(to_json({name}) AS VARCHAR)"


def _joined(name: str, item_text: str) -> str:
    texts = f"list_transform({name}, lambda item: {item_text})"
    unsafe = f"list_filter({texts}, lambda item: item IS NULL OR contains(item, '|'))"
    return f"CASE WHEN len({unsafe}) > 0 THEN {_json(name)} ELSE array_to_string({texts}, '|') END"


def _moment(name: str, zone: str) -> str:
    in_utc = f"timezone('UTC', {name})"
    fixed = _FIXED_OFFSET.fullmatch(zone)
    if fixed:
        sign, hours, minutes = fixed.groups()
        offset = f"({sign}{60 * int(hours) + int(minutes)})"
        wall = f"({in_utc} + to_minutes({offset}))"
    else:
        wall = f"timezone({sql_text(zone)}, {name})"
        offset = f"date_diff('minute', {in_utc}, {wall})"
    sign = f"CASE WHEN {offset} < 0 THEN '-' ELSE '+' END"
    clock = f"strftime(TIMESTAMP '2000-01-01' + to_minutes(abs({offset})), '%H:%M')"
    return f"CAST({wall} AS VARCHAR) || {sign} || {clock}"
