"""Guesses at keys of people and at how often they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.delivery.guessing.guess import Guess

if TYPE_CHECKING:
    pass

_RECORD_NUMBER = r"^\d{6,10}$"
FEWEST_DAYS = 30


def key_guesses(sample: pl.DataFrame, headers: dict[str, str]) -> list[Guess]:
    """Keys that differ in capitals only, and keys that look like record numbers."""
    if "person_key" not in headers:
        return []
    keys = sample[headers["person_key"]].drop_nulls().unique()
    guesses = []
    folded = keys.str.to_lowercase().n_unique()
    if folded < len(keys):
        seen = f"{len(keys) - folded} of {len(keys)} keys differ from another in capitals only"
        guesses.append(Guess("ids.case", "upper", f"{seen}: one person written in two ways?"))
    digits = int(keys.str.contains(_RECORD_NUMBER).sum())
    if digits:
        seen = (
            f"{digits} of {len(keys)} keys are 6 to 10 digits, as record numbers are; "
            "declare this only if the site says in writing that they are study numbers"
        )
        guesses.append(Guess("ids.digits_are_pseudonyms", value=True, seen=seen, is_open=True))
    return guesses


def habit_guesses(
    sample: pl.DataFrame, headers: dict[str, str], yes: tuple[str, ...]
) -> list[Guess]:
    """How the entries of a diary came about: by daily question, or only when a head hurt."""
    guesses = []
    if "headache" in headers and len(sample) >= FEWEST_DAYS:
        answers = sample[headers["headache"]].str.to_lowercase()
        if bool(answers.is_in([word.lower() for word in yes]).all()):
            seen = f"all {len(sample)} days are headache days: a log of attacks, no daily question"
            guesses.append(Guess("entry_basis", "event_log", seen))
    return guesses
