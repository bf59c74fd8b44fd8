"""What a misspelt word may have been meant to be."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_SHOWN = 40


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Words to follow a complaint: the nearest known word, else every one of them."""
    words = list(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else f"known: {', '.join(words)}"


def shown(value: Any) -> str:
    """A value of a profile as its writer would know it again, cut where it is long."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = {"True": "true", "False": "false"}.get(text, text)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
