"""FHIRPath text cut into words, numbers, quoted texts and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from triggerscape.delivery.fhir.errors import ViewError

_TOKEN = re.compile(
    r"""
    (?P<blank>\s+)
  | (?P<number>[0-9]+(?:\.[0-9]+)?)
  | (?P<text>'(?:[^'\\]|\\.)*')
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<constant>%[A-Za-z_][A-Za-z0-9_]*)
  | (?P<this>\$this\b)
  | (?P<sign><=|>=|!=|[.,()\[\]=<>+*/-])
    """,
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


@dataclass(frozen=True)
class Token:
    """One token: ``kind`` is number, text, word, constant, this, sign or end."""

    kind: str
    text: str


def tokens_of(path: str) -> Iterator[Token]:
    """The tokens of a path, closed by one of kind ``end``; ViewError at a sign of no meaning."""
    place = 0
    while place < len(path):
        found = _TOKEN.match(path, place)
        if found is None:
            raise ViewError(f"the path has a sign of no meaning at character {place + 1}")
        place = found.end()
        kind = str(found.lastgroup)
        if kind == "text":
            yield Token(kind, _unescaped(found.group()[1:-1]))
        elif kind != "blank":
            yield Token(kind, found.group())
    yield Token("end", "the end")


def _unescaped(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        code = found.group(1)
        return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, code)

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|.)", sign, text)
