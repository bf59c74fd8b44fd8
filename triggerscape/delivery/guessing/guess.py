"""One guess: a key of a profile, what it may be, and what was seen that speaks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What a TOML line of a draft may hold.
Value = (
    str | int | float | bool | Sequence[str] | Sequence[int] | Mapping[str, int] | Mapping[str, str]
)


@dataclass(frozen=True)
class Guess:
    """A guess at one key. ``seen`` holds counts, forms and closed words, never a person's value.

    An ``is_open`` guess is a proposal only: nobody can tell from the file, so its line is written
    as a comment until a person decides.
    """

    key: str
    value: Value
    seen: str
    is_open: bool = False
