"""The selects of a view, one inside the other, to rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from triggerscape.delivery.fhir.columns import Columns
from triggerscape.delivery.fhir.definition import Selection
from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.loops import nodes_of, or_one_empty, repeated
from triggerscape.delivery.fhir.path.nodes import Nodes, Place
from triggerscape.delivery.fhir.path.scope import Scope
from triggerscape.delivery.fhir.rows import Rows


def rows_of(selections: tuple[Selection, ...], scope: Scope, columns: Columns) -> Rows:
    """The rows that selects standing beside each other give for the node of the scope."""
    return Rows.beside(_rows(selection, scope, columns) for selection in selections)


def _rows(selection: Selection, scope: Scope, columns: Columns) -> Rows:
    with _named(selection.where):
        if not selection.loop:
            return _inside(selection, scope, columns)
        nodes = _nodes(selection, scope)
        node, place = scope.resource.variable("each"), scope.resource.variable("place")
        each_node = Place(node, type=nodes.type, is_single=True)
        inner = _inside(selection, scope.at(each_node, f"({place} - 1)"), columns)
        return Rows.of_list(inner.for_each(nodes.sql, f"{node}, {place}", scope.resource))


def _nodes(selection: Selection, scope: Scope) -> Nodes:
    if selection.loop == "repeat":
        return repeated(selection.over, scope)
    nodes = nodes_of(selection.over[0], scope)
    return or_one_empty(nodes) if selection.loop == "forEachOrNull" else nodes


def _inside(selection: Selection, scope: Scope, columns: Columns) -> Rows:
    """Columns, then the selects inside, then the union: in that order the columns stand."""
    values = {column.name: columns.value(column, scope) for column in selection.columns}
    own = Rows(tuple(column.name for column in selection.columns), values)
    if len(values) < len(selection.columns):
        raise ViewError("two columns have one name")
    parts = [own, rows_of(selection.inner, scope, columns)]
    if selection.union:
        parts.append(_union(selection, scope, columns))
    return Rows.beside(parts)


def _union(selection: Selection, scope: Scope, columns: Columns) -> Rows:
    branches = [_rows(branch, scope, columns).as_list(scope.resource) for branch in selection.union]
    if any(branch.names != branches[0].names for branch in branches):
        raise ViewError("the parts of unionAll have different columns, or in another order")
    sql = ", ".join(branch.sql for branch in branches)
    return Rows.of_list(replace(branches[0], sql=f"flatten([{sql}])"))


@contextmanager
def _named(where: str) -> Iterator[None]:
    """Says in which select an error was met, if nothing closer did."""
    try:
        yield
    except ViewError as error:
        raise error if error.where else ViewError(error.message, where=where) from error
