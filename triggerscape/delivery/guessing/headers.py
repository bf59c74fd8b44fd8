"""Which header of a sample is which column of the contract."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triggerscape.delivery.guessing.guess import Guess
from triggerscape.delivery.guessing.spellings import OPPOSITES, SPELLINGS, UNIT_ENDINGS
from triggerscape.delivery.profiles.conversions import units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

    A column goes to the first header that fits; what fits nothing, or comes second, is unknown.
    """
    taken: dict[str, str] = {}
    units: dict[str, str] = {}
    opposite = set()
    for find in (_own_name, _common_name, _name_with_unit, _opposite_name, _run_together):
        for header in headers:
            if header in taken.values():
                continue
            for column, unit in find(normalised(header), table):
                if column in taken:
                    continue
                taken[column] = header
                if unit:
                    units[column] = unit
                if find is _opposite_name:
                    opposite.add(column)
                break
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


def _own_name(name: str, table: Table) -> Iterator[tuple[str, str]]:
    if name in table.column_names:
        yield name, ""


def _common_name(name: str, table: Table) -> Iterator[tuple[str, str]]:
    for column in table.column_names:
        if name in SPELLINGS.get(column, ()):
            yield column, ""


def _name_with_unit(name: str, table: Table) -> Iterator[tuple[str, str]]:
    for ending, unit in UNIT_ENDINGS.items():
        base = name.removesuffix(f"_{ending}")
        if base == name:
            continue
        for column in table.column_names:
            known = {column, column.rsplit("_", 1)[0], *SPELLINGS.get(column, ())}
            if base in known and unit in units_of(table.column(column)):
                yield column, unit


def _run_together(name: str, table: Table) -> Iterator[tuple[str, str]]:
    """Names whose words a site, or a reader in small letters, has run together."""
    bare = name.replace("_", "")
    for column in table.column_names:
        known = {n.replace("_", "") for n in (column, *SPELLINGS.get(column, ()))}
        if bare in known:
            yield column, ""
        units = units_of(table.column(column))
        for ending, unit in UNIT_ENDINGS.items():
            # One letter at the end is more often a plural than a unit.
            is_told = len(ending) > 1 and unit in units
            if is_told and bare.endswith(ending) and bare.removesuffix(ending) in known:
                yield column, unit


def _opposite_name(name: str, table: Table) -> Iterator[tuple[str, str]]:
    for column in table.column_names:
        if name in OPPOSITES.get(column, ()):
            yield column, ""
