"""Guesses at a sample of a few cells, for specification tests."""

from __future__ import annotations

import polars as pl

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.guessing.drafting import draft_of
from triggerscape.delivery.guessing.guess import Guess


def told(contract: str = "diary", **columns: list[str]) -> dict[str, Guess]:
    """The guesses at a sample, by key; short columns are repeated to the longest."""
    rows = max(map(len, columns.values()))
    frame = pl.DataFrame(
        {name: (cells * rows)[:rows] for name, cells in columns.items()},
        schema=dict.fromkeys(columns, pl.String),
    )
    return {guess.key: guess for guess in draft_of(frame, INPUTS[contract]).guesses}


def value(guesses: dict[str, Guess], key: str) -> object:
    """What was guessed; "open" where it is left to a person, None where nothing is said."""
    guess = guesses.get(key)
    return None if guess is None else "open" if guess.is_open else guess.value
