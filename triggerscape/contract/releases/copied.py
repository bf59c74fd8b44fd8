"""Columns of a wide table that repeat a row of a fact, declared as the row they repeat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from triggerscape.contract.language import Column, Kind, Role
from triggerscape.meanings.measures import MEASURES

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

INTERVAL = ("estimate", "ci_low", "ci_high", "status")
_UNITS = {measure[0]: measure[2] for measure in MEASURES}


@dataclass(frozen=True)
class Copy:
    """``names`` of the one row of ``fact`` that ``where`` leaves for each row of a wide table.

    ``where`` gives the words that the row has in the fact's columns; ``match`` are pairs of a key
    of the wide table and the column of the fact that holds it. ``estimate`` is copied under the
    ``prefix`` alone, any other column under prefix and name.
    """

    prefix: str
    fact: Table
    where: tuple[tuple[str, str | int], ...]
    match: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = INTERVAL

    def name_of(self, copied: str) -> str:
        """What the copied column of the fact is called in the wide table."""
        return self.prefix if copied == "estimate" else f"{self.prefix}_{copied}"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the wide table, with unit and decimals of what they copy."""
        return tuple(self._column(name) for name in self.names)

    def _column(self, name: str) -> Column:
        source = self.fact.column(name)
        words = dict(self.where)
        # The value and its limits are in the unit of the measure, which the fact leaves open.
        unit = source.unit or (
            _UNITS[str(words["measure_id"])] if name in ("estimate", "ci_low", "ci_high") else ""
        )
        chosen = ", ".join(f"{column} {word}" for column, word in self.where)
        meaning = f"{name} of {self.fact.name}, {chosen}"
        if name == "status":
            meaning += "; x where it has no such row"
        return replace(
            source,
            name=self.name_of(name),
            meaning=meaning,
            unit=unit,
            nullable=name != "status",
            role=Role.NOTE,
        )


def note(name: str, meaning: str, kind: Kind = Kind.TEXT, unit: str = "") -> Column:
    """A column of a wide table that is no copy of one cell of a fact."""
    return Column(name, kind, meaning, unit=unit, role=Role.NOTE)
