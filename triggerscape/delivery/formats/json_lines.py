"""One line of NDJSON as a record: its keys, and each value as text exactly as it was written."""

from __future__ import annotations

import json
from typing import Any, NoReturn


class _Number(str):
    """A number as written, told apart from a text of the same signs."""

    __slots__ = ()


def record_of(line: bytes) -> dict[str, str | None] | None:
    """The record in a line; None where the line is no JSON object that can be relied on.

    None for a cut line, for anything but an object, for NaN and Infinity, for a key that stands
    twice, and for bytes that are not UTF-8.
    """
    try:
        record: Any = _PLAIN.decode(line.decode())
        if type(record) is not dict:
            return None
        if b"\\u" in line:
            _json_text(record).encode()  # half a surrogate pair is no character
        return record if _TEXTS.issuperset(map(type, record.values())) else _as_texts(line, record)
    except (ValueError, RecursionError):
        return None


def _as_texts(line: bytes, record: dict[str, Any]) -> dict[str, str | None]:
    """Truth as a word, lists of plain values joined by '|', anything deeper as JSON text."""
    texts = {
        key: _WORDS[value] if isinstance(value, bool) else value for key, value in record.items()
    }
    if not _TEXTS.issuperset(map(type, texts.values())):
        exact = _EXACT.decode(line.decode())
        for key, value in texts.items():
            if isinstance(value, (list, dict)):
                texts[key] = _nested_text(exact[key])
    return texts


def _nested_text(value: list[Any] | dict[str, Any]) -> str:
    is_plain = isinstance(value, list) and all(map(_IS_SCALAR, map(type, value)))
    if not is_plain:
        return _json_text(value)
    words = [_WORDS[item] if isinstance(item, bool) else str(item) for item in value]
    # An item that holds the mark itself would come back as two.
    return _json_text(value) if any("|" in word for word in words) else "|".join(words)


def _json_text(value: Any) -> str:
    """JSON without blanks; numbers as they were written."""
    if isinstance(value, dict):
        items = (f"{_json_text(key)}:{_json_text(item)}" for key, item in value.items())
        return "{" + ",".join(items) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json_text, value)) + "]"
    return str(value) if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("a key stands twice")
    return record


def _no_number(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


_WORDS = {True: "true", False: "false"}
_TEXTS = frozenset({str, type(None)})
_IS_SCALAR = frozenset({str, bool, _Number}).__contains__
# The first is quicker; the second still knows which values were numbers.
_PLAIN = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_once_each
)
_EXACT = json.JSONDecoder(
    parse_int=_Number, parse_float=_Number, parse_constant=_no_number, object_pairs_hook=_once_each
)
