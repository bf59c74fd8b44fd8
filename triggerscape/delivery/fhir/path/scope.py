"""Where an expression stands: the resource, the node it is asked of, the row's number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

from triggerscape.delivery.fhir.elements import element
from triggerscape.delivery.fhir.path.nodes import Collection, Nodes, Place, Value
from triggerscape.delivery.fhir.path.singles import Singles

# No column of a view can begin with an underscore.
READ = "_read"
# Types whose values are texts: read as such, they need not be unpacked again.
_TEXTS = frozenset("id code string uri canonical date dateTime instant".split())


class Resource:
    """The resource of the view: remembers the elements asked of it, so that they are read once."""

    def __init__(self, resource_type: str) -> None:
        self.type = resource_type
        # What each element is read as.
        self.elements = {"resourceType": "VARCHAR"}
        self._numbers = count(1)

    def member(self, name: str) -> Place:
        """The place of an element of the resource."""
        found, column = element(self.type, name), f'{READ}."{name}"'
        if name == "resourceType" or (found.is_single and found.type in _TEXTS):
            self.elements[name] = "VARCHAR"
            return Place(f"to_json({column})", (), found.type, is_single=True, written=column)
        self.elements[name] = "JSON"
        return Place(column, (), found.type, found.is_single)

    def variable(self, stem: str) -> str:
        """A name no other variable of this view has."""
        return f"{stem}_{next(self._numbers)}"


@dataclass(frozen=True)
class Scope:
    """What ``$this``, ``%rowIndex`` and the view's constants mean at one point of a view."""

    resource: Resource
    singles: Singles
    constants: Mapping[str, Value]
    # None: the resource itself.
    this: Collection | None = None
    row_index: str = "0"
    # The type its column declares, for functions that need one.
    declared: str = ""

    def at(self, this: Collection, row_index: str | None = None) -> Scope:
        """The scope of another node."""
        return replace(self, this=this, row_index=row_index or self.row_index)

    def member(self, name: str) -> Place | Nodes:
        """The elements of that name of ``$this``; none of a plain value."""
        if self.this is None:
            return self.resource.member(name)
        return member(self.this, name)

    def itself(self) -> Collection:
        """``$this``."""
        return (
            Place("resource", type=self.resource.type, is_single=True)
            if self.this is None
            else self.this
        )


def member(target: Collection, name: str) -> Place | Nodes:
    """The elements of that name; a plain value has none."""
    return Nodes("[]::JSON[]") if isinstance(target, Value) else target.member(name)
