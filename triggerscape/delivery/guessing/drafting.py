"""All guesses at a sample together: a draft of a site's profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.delivery.guessing.days import day_guesses
from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.guessing.headers import Matched, header_guesses, match_headers
from triggerscape.delivery.guessing.number_forms import number_guesses
from triggerscape.delivery.guessing.people import habit_guesses, key_guesses
from triggerscape.delivery.guessing.unit_suspicion import mean_item_guesses, unit_guesses
from triggerscape.delivery.guessing.words import alias_guesses, boolean_guesses, null_guess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.contract.language import Table

# What a profile gives by itself, so that a file need not have it.
_GIVEN = ("site_code", "entry_basis")
_CONSTANTS = {"entry_status": "complete"}


@dataclass(frozen=True)
class Draft:
    """What was guessed from a sample of ``rows`` rows, and what its columns were taken for.

    ``missing`` are required columns nothing was found for; ``unknown`` are headers no column of
    the contract answers to.
    """

    contract: str
    rows: int
    guesses: tuple[Guess, ...]
    headers: dict[str, str]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def draft_of(sample: pl.DataFrame, table: Table, dialect: Sequence[Guess] = ()) -> Draft:
    """Guess everything a profile can say from a frame of text columns named by their headers."""
    tidy = sample.select(pl.all().str.strip_chars(" \t\u00a0"))
    matched = match_headers(tidy.columns, table)
    null = null_guess(tidy, matched.headers, table)
    words = null.value if null and isinstance(null.value, list) else ["", "NA"]
    known = tidy.select(pl.when(pl.all().is_in(words)).then(None).otherwise(pl.all()).name.keep())
    headers = matched.headers
    written = number_guesses(known, headers, table)
    booleans = boolean_guesses(known, headers, table, words)
    missing = _missing(matched, table)
    guesses = [
        TIMEZONE,
        *dialect,
        *([null] if null else []),
        *written,
        *day_guesses(known, headers, table, words),
        *booleans,
        *key_guesses(known, headers),
        *habit_guesses(known, headers, _yes(booleans)),
        *header_guesses(matched, table),
        *unit_guesses(known, matched, table, written),
        *mean_item_guesses(known, matched, written),
        *alias_guesses(known, headers, table),
        *(_constant(name, table) for name in missing if name in _CONSTANTS),
    ]
    left = tuple(name for name in missing if name not in _CONSTANTS)
    return Draft(table.short_name, len(tidy), tuple(guesses), headers, matched.unknown, left)


TIMEZONE = Guess("timezone", "UTC", "no file tells it: where the people live", is_open=True)


def _yes(booleans: list[Guess]) -> tuple[str, ...]:
    said = next((g.value for g in booleans if g.key == "booleans.yes" and not g.is_open), ["true"])
    return tuple(said) if isinstance(said, list) else ()


def _missing(matched: Matched, table: Table) -> tuple[str, ...]:
    relative = "diary_day" in matched.headers
    return tuple(
        column.name
        for column in table
        if not column.nullable
        and column.name not in (*matched.headers, *_GIVEN)
        and not (relative and column.name == "diary_date")
    )


def _constant(name: str, table: Table) -> Guess:
    seen = f"the sample has no {name}: true only if every row sent is {_CONSTANTS[name]}"
    key = f"columns.{table.short_name}.{name}.constant"
    return Guess(key, _CONSTANTS[name], seen)
