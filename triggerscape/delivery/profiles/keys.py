"""Every plain key of a profile: its default, what it takes, and an example to copy."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.date_forms import is_date_form, is_timestamp_form
from triggerscape.delivery.sources.format_names import format_names
from triggerscape.vocabulary import ENTRY_BASES

HEMISPHERES = ("north", "south")
# By Python's own names, so that windows-1252 and cp1252 are one.
ENCODINGS = frozenset(
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1257 cp850 "
    "iso8859-1 iso8859-2 iso8859-15 mac-roman cp949 euc_kr shift_jis cp932 euc_jp gb18030 "
    "big5".split()
)


@dataclass(frozen=True)
class Key:
    """One key. ``path`` is section.key, or the key alone at the top of the file."""

    path: str
    default: Any
    takes: Callable[[Any], bool]
    expects: str
    example: str


def _one_of(*words: str) -> tuple[Callable[[Any], bool], str]:
    said = " or ".join(f'"{word}"' for word in words)
    return lambda value: isinstance(value, str) and value in words, said


def _whole(low: int, high: int) -> tuple[Callable[[Any], bool], str]:
    return lambda v: type(v) is int and low <= v <= high, f"a whole number from {low} to {high}"


def _is_share(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value <= 1


def _list_of(
    takes: Callable[[Any], bool], expects: str, *, may_be_empty: bool = True
) -> tuple[Callable[[Any], bool], str]:
    def is_list(value: Any) -> bool:
        return isinstance(value, list) and all(map(takes, value)) and (may_be_empty or bool(value))

    return is_list, f"a list of {expects}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_encoding(value: Any) -> bool:
    try:
        return isinstance(value, str) and codecs.lookup(value).name in ENCODINGS
    except (LookupError, ValueError):
        return False


def _is_timezone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (KeyError, ValueError, OSError):
        return False


def _is_delimiter(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1 and value in ",;\t|~^:\x1f"


def _is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


_WORDS = _list_of(_is_text, "words")
_SOME_WORDS = _list_of(_is_text, "words, one at least", may_be_empty=False)
_DATE_FORMS = _list_of(is_date_form, "forms with a year, a month and a day", may_be_empty=False)
_TIME_FORMS = _list_of(is_timestamp_form, "forms with a year, a month, a day and an hour")
_CONTRACTS = _list_of(lambda v: isinstance(v, str) and v in INPUTS, f"{', '.join(INPUTS)}")


def _key(path: str, check: tuple[Callable[[Any], bool], str], example: str, default: Any) -> Key:
    return Key(path, default, check[0], check[1], example)


def _flag(path: str) -> Key:
    return Key(path, default=False, takes=_is_flag, expects="true or false", example="true")


KEYS: tuple[Key, ...] = (
    _key("timezone", (_is_timezone, "the name of a time zone"), '"Europe/London"', "UTC"),
    _key("hemisphere", _one_of(*HEMISPHERES), '"south"', "north"),
    _key("entry_basis", _one_of(*ENTRY_BASES), '"daily_prompt"', "daily_prompt"),
    _key("format", _one_of(*format_names()), '"omop"', None),
    _flag("is_synthetic"),
    _key("confirm", _list_of(_is_text, "keys of this profile"), '["dates.formats"]', ()),
    _key("file.encoding", (_is_encoding, "the name of an encoding"), '"cp1252"', "utf-8"),
    _key("file.delimiter", (_is_delimiter, 'one of , ; | ~ ^ : or "\\t"'), '";"', ","),
    _key("file.decimal", _one_of(".", ","), '","', "."),
    _key("file.thousands", _one_of("", ",", ".", " ", "'"), '" "', ""),
    _key("file.null_words", _WORDS, '["", "NA", "-"]', ("", "NA")),
    _key("file.title_lines", _whole(0, 50), "2", 0),
    _key("file.totals_words", _WORDS, '["TOTAL"]', ()),
    _flag("file.null_padding"),
    _flag("file.unquoted"),
    _key("file.sheet", (_is_text, "the name of a sheet"), '"Diary"', None),
    _key("dates.formats", _DATE_FORMS, '["%d/%m/%Y"]', ("%Y-%m-%d",)),
    _key("dates.format", (is_date_form, _DATE_FORMS[1]), '"%d/%m/%Y"', None),
    _key("dates.timestamp_formats", _TIME_FORMS, '["%d/%m/%Y %H:%M"]', ()),
    _key("dates.excel_serials", _one_of("", "1900", "1904"), '"1900"', ""),
    _flag("dates.relative"),
    _key("booleans.yes", _SOME_WORDS, '["yes", "Y"]', ("true",)),
    _key("booleans.no", _SOME_WORDS, '["no", "N"]', ("false",)),
    _key("ids.case", _one_of("preserve", "upper"), '"upper"', "preserve"),
    _flag("ids.digits_are_pseudonyms"),
    _key("expected.cadence_days", _whole(1, 366), "31", None),
    _key("expected.min_rows", _whole(1, 1_000_000_000), "1000", None),
    _key("expected.history_start", (_is_day, "a date"), "2024-01-01", None),
    _key("expected.contracts", _CONTRACTS, '["diary", "person"]', ()),
    _key("expected.unmapped_limit", (_is_share, "a share from 0 to 1"), "0.05", None),
    _key("expected.unmapped_reason", (_is_text, "words"), '"half of what we bill is surgery"', ""),
)
# Parts of a profile whose keys are names of the site's or the contract's own.
NAMED_PARTS = ("columns", "extra", "feeds", "therapy_codes")


def sections() -> tuple[str, ...]:
    """The sections that hold plain keys, in order."""
    return tuple(dict.fromkeys(key.path.split(".")[0] for key in KEYS if "." in key.path))
