"""The keys of a manifest: what each may hold, and how to say so when it does not."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.diary import SITE_CODE
from triggerscape.delivery.privacy.names_of_files import HIDDEN, is_telling

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_TEXT = 255
_MOST_SHOWN = 40
_YEARS = range(1900, 2101)


def shown(name: str) -> str:
    """A name from a stranger, fit for a line on a terminal; HIDDEN where it tells who one is."""
    if is_telling(name):
        return HIDDEN
    cut = name if len(name) <= _MOST_SHOWN else f"{name[:_MOST_SHOWN]}…"
    return cut if cut.isprintable() else ascii(cut)


def moment(text: str) -> dt.datetime:
    """A moment in UTC without an offset; one written without an offset counts as UTC."""
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo is None else found.astimezone(dt.UTC).replace(tzinfo=None)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MOST_TEXT and value.isprintable()


def _is_file_name(value: Any) -> bool:
    return _is_text(value) and not re.search(r"[/\\]", value) and value not in (".", "..")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _is_sha256(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9A-Fa-f]{64}", value) is not None


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) is None:
        return False
    try:
        return dt.date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def _is_moment(value: Any) -> bool:
    if not _is_text(value):
        return False
    try:
        return moment(value).year in _YEARS
    except (ValueError, OverflowError):
        return False


def _is_timezone(value: Any) -> bool:
    if not _is_text(value):
        return False
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _is_site(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(str(SITE_CODE.pattern), value) is not None


def _are_contracts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(n, str) and n in INPUTS for n in value)


_TEXT = (_is_text, "a short text")
_DAY = (_is_day, "a day such as 2026-03-31")

FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "site_code": (_is_site, "the site's code, as in the name of its folder"),
    "contract_version": (lambda value: value is not True and value == 1, "1"),
    "delivery_id": _TEXT,
    "mode": (lambda value: value in ("full", "incremental"), "full or incremental"),
    "period_start": _DAY,
    "period_end": _DAY,
    "extracted_at": (_is_moment, "a moment such as 2026-04-02T04:00:00Z"),
    "source_format": _TEXT,
    "timezone": (_is_timezone, "an IANA name such as Europe/Berlin"),
    "files": (lambda value: isinstance(value, list), "a list of files"),
    "excluded": (_are_contracts, f"a list of contracts left out ({', '.join(INPUTS)})"),
}
FILE_FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "name": (_is_file_name, "the name of a file in the same folder"),
    "contract": (lambda value: _are_contracts([value]), f"one of {', '.join(INPUTS)}"),
    "sha256": (_is_sha256, "64 hexadecimal digits"),
    "bytes": (_is_count, "a whole number from 0"),
    "rows": (_is_count, "a whole number from 0"),
}
REQUIRED = ("site_code", "extracted_at", "files")
REQUIRED_OF_A_FILE = ("name", "sha256", "rows")
