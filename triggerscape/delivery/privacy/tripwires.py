"""Texts that tell who somebody is, looked for by the engine itself, in one expression of SQL."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import duckdb

from triggerscape.delivery.privacy.tripwire_forms import (
    KEY_OF_FIGURES,
    LOOKALIKES,
    SUSPICION,
    TRIPWIRES,
    Tripwire,
)
from triggerscape.delivery.refusals import FileRule
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FIX = "the site removes it and sends the file again; the bytes of this one were not kept"
_REASON = "one identifier is one too many: with it a table of pseudonyms is a table of people"

TRIPWIRE_RULES: tuple[FileRule, ...] = (
    *(FileRule(wire.code, wire.sentence, _FIX, _REASON) for wire in TRIPWIRES),
    FileRule(
        KEY_OF_FIGURES.code,
        KEY_OF_FIGURES.sentence,
        "if they are numbers given for the study alone: [ids] digits_are_pseudonyms = true",
        _REASON,
    ),
)


def tripwire_sql(value: str, *, without: Iterable[str] = ()) -> str:
    """SQL for the codes a text trips, a list in a fixed order; empty for a text that tells nothing.

    ``without`` names codes not to look for: BIRTH_DATE, where the text was meant as a date.
    """
    left_out = frozenset(without)
    return _codes(value, [wire for wire in TRIPWIRES if wire.code not in left_out])


def key_tripwire_sql(value: str, *, digits_are_pseudonyms: bool) -> str:
    """The same for pseudonyms, which may not look like the number of a medical record either.

    Forms that honest pseudonyms have, 01-001-0012 for one, are not held against them.
    """
    wires = [wire for wire in TRIPWIRES if wire.in_keys]
    return _codes(value, wires if digits_are_pseudonyms else [*wires, KEY_OF_FIGURES])


def is_suspicious_sql(value: str) -> str:
    """SQL, true wherever a tripwire may be tripped; false for words and short codes, and cheap."""
    return f"regexp_matches({value}, {sql_text(SUSPICION)})"


def tripped_by(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The codes each of a few texts trips: names of columns and of files."""
    return list(_tripped_by(tuple(texts))) if texts else []


@cache  # a site's files have the same names of columns, month after month
def _tripped_by(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    with duckdb.connect() as con:
        rows = con.execute(
            f"SELECT {tripwire_sql('text')} FROM (SELECT unnest($1) AS text)", [list(texts)]
        ).fetchall()
    return tuple(tuple(codes) for (codes,) in rows)


def _codes(value: str, wires: Iterable[Tripwire]) -> str:
    written, plain = (sql_text(signs) for signs in LOOKALIKES)
    # Signs written for others are rare and dear to replace: once a text, and only where there are.
    text = (
        f"CASE WHEN regexp_matches({value}, {sql_text(f'[{LOOKALIKES[0]}]')}) "
        f"THEN translate({value}, {written}, {plain}) ELSE {value} END"
    )
    cases = ", ".join(
        f"CASE WHEN {_is_tripped('plain', wire)} THEN {sql_text(wire.code)} END" for wire in wires
    )
    codes = f"list_filter([{cases}], lambda code: code IS NOT NULL)"
    return f"list_transform([{text}], lambda plain: {codes})[1]"


def _is_tripped(text: str, wire: Tripwire) -> str:
    form = sql_text(wire.form)
    matches = f"regexp_matches({text}, {form})"
    if wire.check is None:
        return matches
    found = f"regexp_extract_all({text}, {form}, 1)"
    return f"{matches} AND list_bool_or(list_transform({found}, lambda one: {wire.check('one')}))"
