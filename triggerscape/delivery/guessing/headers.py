"""Which header of a sample is which column of the contract."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.guessing.spellings import OPPOSITES, SPELLINGS, UNIT_ENDINGS
from triggerscape.delivery.profiles.conversions import units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from triggerscape.contract.language import Table


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class Matched:
    """Headers of a sample by contract column; ``units`` are those a header's ending tells."""

    headers: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    opposite: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


def normalised(header: str) -> str:
    """A header in lower snake case: ``SleepHours``, ``sleep hours`` and ``Sleep-Hours`` are one.

    Umlauts are written out and accents left away, as most exports do.
    """
    plain = unicodedata.normalize("NFKC", header)
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain).casefold().translate(_UMLAUTS)
    letters = (c for c in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(c))
    return re.sub(r"\W+", "_", unicodedata.normalize("NFC", "".join(letters))).strip("_")


def match_headers(headers: Sequence[str], table: Table) -> Matched:
    """Match headers to a contract's columns: the contract's own names first, then common ones.

    Each column goes to one header and each header to one column; what is left over is unknown.
    """
    taken: dict[str, str] = {}
    units: dict[str, str] = {}
    opposite = set()
    names = {normalised(header): header for header in reversed(headers)}
    for find in (_own_names, _common_names, _names_with_units, _opposite_names, _run_together):
        for name, column, unit in find(names, table):
            if column in taken or names[name] in taken.values():
                continue
            taken[column] = names[name]
            if unit:
                units[column] = unit
            if find is _opposite_names:
                opposite.add(column)
    unknown = tuple(header for header in headers if header not in taken.values())
    in_order = {name: taken[name] for name in table.column_names if name in taken}
    return Matched(in_order, units, frozenset(opposite), unknown)


def header_guesses(matched: Matched, table: Table) -> list[Guess]:
    """The headers that differ from the contract's names, and those that say the opposite."""
    guesses = []
    for column, header in matched.headers.items():
        place = f"columns.{table.short_name}.{column}"
        if header.strip().lower() != column:
            meaning = table.column(column).meaning
            guesses.append(Guess(f"{place}.header", header, f'taken for "{meaning}" by its name'))
        if column in matched.opposite:
            seen = f"the name says the opposite of {column}: yes here is no there"
            guesses.append(Guess(f"{place}.negate", value=True, seen=seen))
    return guesses


# Each of these gives (normalised header, column, unit or nothing), the likeliest first.


def _own_names(names: Mapping[str, str], table: Table) -> Iterator[tuple[str, str, str]]:
    yield from ((name, name, "") for name in table.column_names if name in names)


def _common_names(names: Mapping[str, str], table: Table) -> Iterator[tuple[str, str, str]]:
    for column in table.column_names:
        yield from ((name, column, "") for name in SPELLINGS.get(column, ()) if name in names)


def _names_with_units(names: Mapping[str, str], table: Table) -> Iterator[tuple[str, str, str]]:
    for column in table.column_names:
        known = (column, column.rsplit("_", 1)[0], *SPELLINGS.get(column, ()))
        units = units_of(table.column(column))
        for base, (ending, unit) in product(known, UNIT_ENDINGS.items()):
            if unit in units and f"{base}_{ending}" in names:
                yield f"{base}_{ending}", column, unit


def _opposite_names(names: Mapping[str, str], table: Table) -> Iterator[tuple[str, str, str]]:
    for column in table.column_names:
        yield from ((name, column, "") for name in OPPOSITES.get(column, ()) if name in names)


def _run_together(names: Mapping[str, str], table: Table) -> Iterator[tuple[str, str, str]]:
    """Names whose words a site, or a reader in small letters, has run together."""
    bare = {name.replace("_", ""): name for name in names}
    for column in table.column_names:
        known = [name.replace("_", "") for name in (column, *SPELLINGS.get(column, ()))]
        yield from ((bare[name], column, "") for name in known if name in bare)
        units = units_of(table.column(column))
        for base, (ending, unit) in product(known, UNIT_ENDINGS.items()):
            # One letter at the end is more often a plural than a unit.
            if len(ending) > 1 and unit in units and f"{base}{ending}" in bare:
                yield bare[f"{base}{ending}"], column, unit
