"""What an expression stands for in SQL: a place in a resource, a list of nodes, or one value.

A FHIR element may hold one value or a list of them, and nothing in a view tells which. Where
``elements.toml`` says one, one is read; anything else is read straight where it holds one value and
as a list where a list is met, so that every resource is read right without a table of all of FHIR.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from triggerscape.delivery.fhir.elements import element
from triggerscape.warehouse.literals import sql_text


class Kind(StrEnum):
    """What a single value is."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Value:
    """One value of a known kind: SQL of type VARCHAR, DOUBLE or BOOLEAN; NULL is empty."""

    sql: str
    kind: Kind


@dataclass(frozen=True)
class Nodes:
    """A list of nodes of one FHIR type, empty if unknown: SQL of type JSON[], without any null."""

    sql: str
    type: str = ""
    at_most_one: bool = False

    def member(self, name: str) -> Nodes:
        """The elements of that name in every node, in order."""
        inner = Place("node", type=self.type, is_single=True).member(name).listed()
        every = f"list_transform({self.sql}, lambda node: {inner.sql})"
        return Nodes(f"flatten({every})", inner.type)

    def listed(self) -> Nodes:
        """Itself."""
        return self


@dataclass(frozen=True)
class Place:
    """The elements at a path of names; ``sql``, a column or a variable of type JSON, starts it.

    ``start`` is the place it starts at, for stepping on where a list may stand on the way;
    ``is_single`` says that there is none on the way and none at the place. ``written`` is SQL of
    its text, where it was read as one.
    """

    sql: str
    names: tuple[str, ...] = ()
    type: str = ""
    is_single: bool = False
    start: Place | None = None
    written: str = ""

    @property
    def path(self) -> str:
        """The JSON path of the names, quoted."""
        return sql_text("".join(("$", *(f".{name}" for name in self.names))))

    def member(self, name: str) -> Place:
        """The place one name further down."""
        found = element(self.type, name)
        is_single = self.is_single and found.is_single
        return Place(self.sql, (*self.names, name), found.type, is_single, self)

    def json_type(self) -> str:
        """SQL of the JSON type found straight at the path; NULL where nothing is."""
        return f"json_type({self.sql}, {self.path})"

    def may_pass_lists(self) -> bool:
        """Whether a list may stand on the way: nothing straight at the path then says little."""
        return self.start is not None and not self.start.is_single

    def listed(self) -> Nodes:
        """The nodes at the place as a list."""
        return Nodes(self._stepwise() if self.may_pass_lists() else self._straight(), self.type)

    def _straight(self) -> str:
        """What stands straight at the path: none, the one value, or the values of the list."""
        one = f"[json_extract({self.sql}, {self.path})]"
        found = f"coalesce({self.json_type()}, 'NULL')"
        if self.is_single:
            return f"CASE {found} WHEN 'NULL' THEN []::JSON[] ELSE {one} END"
        values = f"json_extract({self.sql}, {self.path[:-1]}[*]')"
        values = f"list_filter({values}, lambda item: json_type(item) <> 'NULL')"
        return f"CASE {found} WHEN 'NULL' THEN []::JSON[] WHEN 'ARRAY' THEN {values} ELSE {one} END"

    def _stepwise(self) -> str:
        if self.start is None:
            return self._straight()
        steps = self.start.listed().member(self.names[-1]).sql
        if self.start.type:
            # R4 says that there is a list on the way; one value in its place is found as well.
            return steps
        return f"CASE WHEN {self.json_type()} IS NOT NULL THEN {self._straight()} ELSE {steps} END"


Collection = Place | Nodes | Value
