"""A ViewDefinition to one SELECT over resources: no resource passes through Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from triggerscape.delivery.fhir.columns import Columns
from triggerscape.delivery.fhir.constants import constants_of
from triggerscape.delivery.fhir.definition import ViewDefinition, definition_of
from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.evaluation import evaluate
from triggerscape.delivery.fhir.path.nodes import Kind, Value
from triggerscape.delivery.fhir.path.parser import parse
from triggerscape.delivery.fhir.path.scope import READ, Resource, Scope
from triggerscape.delivery.fhir.path.singles import Singles
from triggerscape.delivery.fhir.rows import Rows
from triggerscape.delivery.fhir.selecting import rows_of
from triggerscape.warehouse.literals import quoted, sql_text

ROW = "source_row"


@dataclass(frozen=True)
class CompiledView:
    """A view ready to run: its resource type, and the names of its columns in order."""

    resource: str
    columns: tuple[str, ...]
    definition: ViewDefinition

    def sql(self, source: str) -> str:
        """The view as the standard has it: typed columns, an error where one value was meant.

        Args:
            source: A relation (a name or a subquery in brackets) with the columns
                ``source_row BIGINT, resource JSON``; it may hold resources of other types.

        Returns:
            A SELECT of ``source_row``, then the columns.
        """
        return _select(self.definition, source, as_text=False)

    def text_sql(self, source: str) -> str:
        """The view for landing: every column VARCHAR as written, and nothing stops a file.

        Several values where one was meant give NULL, lists are joined by ``|``. Source and result
        are those of ``sql``.
        """
        return _select(self.definition, source, as_text=True)


def compile_view(view: Mapping[str, Any]) -> CompiledView:
    """A ViewDefinition, compiled.

    Raises:
        ViewError: it is incomplete, or asks for what views cannot do; ``where`` names the place.
    """
    definition = definition_of(view)
    rows, _, _ = _compiled(definition, as_text=False)
    if not rows.names:
        raise ViewError("the view has no column", where="select")
    if ROW in {name.lower() for name in rows.names}:
        raise ViewError(f"{ROW} is not a name for a column", where="select")
    return CompiledView(definition.resource, rows.names, definition)


def _compiled(definition: ViewDefinition, *, as_text: bool) -> tuple[Rows, list[str], Resource]:
    resource = Resource(definition.resource)
    scope = Scope(resource, Singles(refuse=not as_text), constants_of(definition.constants))
    rows = rows_of(definition.selections, scope, Columns(as_text=as_text))
    conditions = [f'{READ}."resourceType" = {sql_text(definition.resource)}']
    for place, path in enumerate(definition.conditions):
        conditions.append(_condition(path, scope, f"where[{place}]"))
    return rows, conditions, resource


def _condition(path: str, scope: Scope, where: str) -> str:
    try:
        found = evaluate(parse(path), scope)
        if isinstance(found, Value) and found.kind is not Kind.BOOLEAN:
            raise ViewError("a condition is neither true nor false")
    except ViewError as error:
        raise ViewError(error.message, where=where) from error
    return scope.singles.boolean(found)


def _select(definition: ViewDefinition, source: str, *, as_text: bool) -> str:
    rows, conditions, resource = _compiled(definition, as_text=as_text)
    shape = json.dumps(resource.elements)
    # Conditions are asked one after the other: the second may fail on what the first leaves out.
    kept = "TRUE"
    for condition in reversed(conditions):
        kept = f"CASE WHEN {condition} THEN {kept} END"
    several = Rows.beside(map(Rows.of_list, rows.lists)).as_list(resource)
    # A WHERE would be pushed down and read the JSON twice; an empty list drops the row as well.
    found = f"unnest(CASE WHEN _kept THEN {several.sql} ELSE [] END)"
    one_each = "".join(
        f", CASE WHEN _kept THEN {sql} END AS {quoted(name)}" for name, sql in rows.values.items()
    )
    names = ", ".join(
        quoted(name) if name in rows.values else f"_found.{quoted(name)} AS {quoted(name)}"
        for name in rows.names
    )
    read = f"json_transform(resource, {sql_text(shape)}) AS {READ}"
    return (
        f"SELECT {ROW}, {names} FROM (SELECT {ROW}{one_each}, {found} AS _found FROM ("
        f"SELECT *, {kept} AS _kept FROM (SELECT {ROW}, resource, {read} FROM {source})))"
    )
