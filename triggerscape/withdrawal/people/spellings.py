"""Which spellings of a key are those of people who withdrew: told by our numbers, never by text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.privacy.person_keys import rekey

if TYPE_CHECKING:
    from collections.abc import Iterable

# What may stand around a key in a line nobody can split.
_AROUND = re.compile(r"""[\s,;|"'{}\[\]:<>()/\\=&#?\x00-\x1f]+""")


@dataclass(frozen=True)
class Leaving:
    """Those who leave a site: the folds of their keys, and the deployment key that makes folds.

    ``key_length`` is how many figures the site's format gives a shorter key, zeros before it; 0
    where keys stay as they are written.
    """

    site_code: str
    folds: frozenset[int]
    key: bytes
    key_length: int = 0

    def among(self, texts: Iterable[str]) -> dict[str, tuple[int, int]]:
        """The texts that are keys of theirs, each with person_id and person_fold."""
        written = sorted({text for text in texts if text})
        whole = [self.filled(text) for text in written]
        keys = rekey(whole, self.site_code, self.key)
        ids, folds = keys["person_id"].to_pylist(), keys["person_fold"].to_pylist()
        return {
            text: (int(person), int(fold))
            for text, person, fold in zip(written, ids, folds, strict=True)
            if fold in self.folds
        }

    def filled(self, text: str) -> str:
        """A key as the site's format completes it."""
        return text.rjust(self.key_length, "0")

    def are_in(self, text: str, delimiter: str = "") -> bool:
        """Whether a text nobody can split into fields holds a key of theirs, as a word of it."""
        words = {*_AROUND.split(text), text.strip()}
        if delimiter:
            words |= {field.strip(' "') for field in text.split(delimiter)}
        return bool(self.among(words))
