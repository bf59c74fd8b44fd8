"""Names of columns that tell who somebody is: a file that has one goes no further."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from triggerscape.delivery.privacy.identifier_words import FILLERS, INSIDE, WHOLE
from triggerscape.delivery.privacy.tripwires import tripped_by
from triggerscape.delivery.refusals import FileRefused

# The rule such a file breaks; not even its bytes are kept.
IDENTIFIED = "file.identifiers"
# Fillers that may be cut from a name written in one piece; shorter ones are parts of other words.
_LONG_FILLERS = tuple(sorted(word for word in FILLERS if len(word) >= 4 or not word.isascii()))
_GLUED_INSIDE = frozenset("".join(phrase) for phrase in INSIDE if len("".join(phrase)) > 4)
_GLUED = _GLUED_INSIDE | frozenset("".join(phrase) for phrase in WHOLE)
_MOST_WORDS = max(len(phrase) for phrase in INSIDE)


def words_of(header: str) -> tuple[str, ...]:
    """The words of a header, lower case and without accents: ``PatientLastName2`` is four."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", header).replace("ß", "ss"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    signs = unicodedata.normalize("NFC", bare)
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", signs)
    apart = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", apart)
    return tuple(re.sub(r"[\W_]+", " ", apart).lower().split())


@cache
def identifying_words(header: str) -> str:
    """The words of ours a header names a person by, with blanks between; empty where it does not.

    However it is spelt: snake, camel, with blanks or hyphens, or in one piece.
    """
    words = words_of(header)
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            if words[start:end] in INSIDE:
                return " ".join(words[start:end])
    core = tuple(word for word in words if word not in FILLERS and not word.isdigit())
    for phrase in (core, tuple(word for word in words if not word.isdigit())):
        if phrase in WHOLE:
            return " ".join(phrase)
    for word in words:
        if found := _unglued(word, _GLUED_INSIDE):
            return found
    return _unglued("".join(words), _GLUED)


def is_identifying(header: str) -> bool:
    """True where a header names something that identifies a person, however it is spelt."""
    return bool(identifying_words(header))


def refuse_identifiers(headers: tuple[str, ...]) -> None:
    """FileRefused when a header names what identifies a person, or is itself such a thing.

    Columns are told by their names. A name that holds more than words of ours, a telephone number
    say, is told by its place in the file instead: where the header is missing, names are values.
    """
    found = [
        header if _holds_nothing_else(header) else f"the {words} in column {place}"
        for place, header in enumerate(headers, start=1)
        if (words := identifying_words(header))
    ]
    if found:
        said = ", ".join(sorted(found))
        raise FileRefused(IDENTIFIED, f"columns that identify people: {said}; send without")
    # Headers come in lower case; some numbers are told by their capitals.
    tripped = tripped_by([*headers, *(header.upper() for header in headers)])
    as_written, capitals = tripped[: len(headers)], tripped[len(headers) :]
    for place, pair in enumerate(zip(as_written, capitals, strict=True), start=1):
        if codes := pair[0] or pair[1]:
            sentence = f"the name of column {place} looks as if it told who somebody is"
            raise FileRefused(codes[0], sentence)


def _unglued(text: str, known: frozenset[str]) -> str:
    """The known name a text in one piece holds beside fillers: lastname of ``patientlastname``."""
    if text in known:
        return text
    for filler in _LONG_FILLERS:
        for rest in (text.removeprefix(filler), text.removesuffix(filler)):
            if rest != text and (found := _unglued(rest, known)):
                return found
    return ""


def _holds_nothing_else(header: str) -> bool:
    """True where a header is made of words of ours alone, so that it may be told as it stands."""
    ours = set(identifying_words(header).split()) | FILLERS
    return all(
        word in ours or (word.isdigit() and len(word) == 1) or _is_made_of(word, ours)
        for word in words_of(header)
    )


def _is_made_of(word: str, ours: set[str]) -> bool:
    return not word or any(
        _is_made_of(word.removeprefix(one), ours) for one in ours if word.startswith(one)
    )
