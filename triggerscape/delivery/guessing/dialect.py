"""Guesses at how a delimited file is written: encoding, delimiter, lines above the header."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.guessing.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Tried in this order: an encoding is taken when its script comes out, several letters together.
_SCRIPTS = (
    ("shift_jis", r"[\u3040-\u30ff]{2,}", "Japanese"),
    ("cp949", r"[\uac00-\ud7a3]{2,}", "Korean"),
    ("cp1251", r"[\u0400-\u04ff]{3,}", "Cyrillic"),
)
_WESTERN = "cp1252"
_DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MOST_TITLE_LINES = 20
_MOST_RECORDS = 200


def encoding_guess(head: bytes) -> Guess | None:
    """The encoding of the first bytes of a file; None where they are UTF-8 or marked."""
    if head.startswith(_MARKS) or _reads(head, "utf-8"):
        return None
    strange = sum(byte > 127 for byte in head)
    seen = f"{strange} bytes are not UTF-8; they read well as"
    for encoding, script, language in _SCRIPTS:
        if _reads(head, encoding):
            letters = sum(map(len, re.findall(script, head.decode(encoding, errors="ignore"))))
            if 3 * letters >= strange:
                return Guess("file.encoding", encoding, f"{seen} {language}")
    return Guess("file.encoding", _WESTERN, f"{seen} Western European letters")


def dialect_guesses(text: str) -> list[Guess]:
    """The delimiter and the lines above the header, from the first lines of a file."""
    found = {mark: _records(text, mark) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: _evenness(found[mark]))
    records = found[best]
    share, width = _evenness(records)
    if width == 0:
        return []
    guesses = []
    if best != ",":
        seen = f"{share:.0%} of {len(records)} lines have {width} fields parted by a {_NAMES[best]}"
        guesses.append(Guess("file.delimiter", best, seen))
    # Every column has a name; a title that a spreadsheet padded with delimiters is mostly blank.
    named = (place for place, one in enumerate(records) if one == _Record(width, one.last_line))
    header = next(named, 0)
    if 0 < header <= _MOST_TITLE_LINES:
        seen = f"the first line of {width} names stands below others"
        guesses.append(Guess("file.title_lines", records[header - 1].last_line, seen))
    return guesses


@dataclass(frozen=True)
class _Record:
    fields: int
    last_line: int
    has_blanks: bool = False


def _reads(head: bytes, encoding: str) -> bool:
    """True where the bytes are valid; the last character may be cut."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=False)
    except UnicodeError:
        return False
    return True


def _records(text: str, delimiter: str) -> list[_Record]:
    """The first records that are not blank, as far as they can be read."""
    found = []
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        for fields in reader:
            if fields:
                has_blanks = not all(field.strip() for field in fields)
                found.append(_Record(len(fields), reader.line_num, has_blanks))
            if len(found) == _MOST_RECORDS:
                break
    except csv.Error:
        return found
    return found


def _evenness(records: Sequence[_Record]) -> tuple[float, int]:
    """The share of records that have the commonest number of fields beyond one, and that number."""
    counted = Counter(record.fields for record in records if record.fields > 1)
    if not counted:
        return 0.0, 0
    width, times = max(counted.items(), key=lambda item: (item[1], item[0]))
    return times / len(records), width
