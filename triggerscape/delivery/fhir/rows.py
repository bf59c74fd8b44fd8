"""The rows a select gives for one node, as SQL: columns that hold one value, and lists of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.scope import Resource
from triggerscape.warehouse.literals import quoted, sql_text


@dataclass(frozen=True)
class RowList:
    """SQL of a list of structs, and the names of their fields."""

    sql: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """The rows of one node: every combination of the values with one row of each list.

    ``names`` is the order of the columns as the view writes them.
    """

    names: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[RowList, ...] = ()

    @staticmethod
    def beside(parts: Iterable[Rows]) -> Rows:
        """All parts at once; ViewError if two of them have a column of one name."""
        names: list[str] = []
        values: dict[str, str] = {}
        lists: list[RowList] = []
        for part in parts:
            names += part.names
            values |= part.values
            lists += part.lists
        # DuckDB takes names that differ in case only for one.
        seen: set[str] = set()
        for name in map(str.lower, names):
            if name in seen:
                raise ViewError(f"two columns are named {name}")
            seen.add(name)
        return Rows(tuple(names), values, tuple(lists))

    @staticmethod
    def of_list(row_list: RowList) -> Rows:
        """The rows of one list."""
        return Rows(row_list.names, {}, (row_list,))

    def as_list(self, resource: Resource) -> RowList:
        """The same rows as one list."""
        if not self.values and len(self.lists) == 1:
            return self.lists[0]
        variables = [resource.variable("row") for _ in self.lists]
        fields = dict(self.values)
        for variable, row_list in zip(variables, self.lists, strict=True):
            fields |= {name: f"{variable}.{quoted(name)}" for name in row_list.names}
        sql = f"[{self._struct(fields)}]"
        for variable, row_list in zip(reversed(variables), reversed(self.lists), strict=True):
            sql = f"flatten(list_transform({row_list.sql}, lambda {variable}: {sql}))"
        return RowList(sql, self.names)

    def for_each(self, nodes: str, variables: str, resource: Resource) -> RowList:
        """The rows of every node of a list; ``variables`` are what the rows call it and its place.

        One row a node, as nearly always, needs no list of lists.
        """
        if not self.lists:
            one = self._struct(self.values)
            return RowList(f"list_transform({nodes}, lambda {variables}: {one})", self.names)
        each = self.as_list(resource).sql
        sql = f"flatten(list_transform({nodes}, lambda {variables}: {each}))"
        return RowList(sql, self.names)

    def _struct(self, fields: Mapping[str, str]) -> str:
        struct = ", ".join(f"{sql_text(name)}: {fields[name]}" for name in self.names)
        # A struct has at least one field; rows without columns still count.
        return f"{{{struct}}}" if struct else "TRUE"
