"""A column of a view as SQL: of the type it declares, or as text for landing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from triggerscape.delivery.fhir.definition import ColumnDefinition
from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.evaluation import evaluate
from triggerscape.delivery.fhir.path.nodes import Collection, Kind, Value
from triggerscape.delivery.fhir.path.parser import parse
from triggerscape.delivery.fhir.path.scope import Scope

_INTEGERS = frozenset({"integer", "integer64", "positiveInt", "unsignedInt"})
_NODE_TEXT = "json_extract_string(node, '$')"


@dataclass(frozen=True)
class Columns:
    """How the columns of a view are written.

    Typed: BOOLEAN, BIGINT, DOUBLE or VARCHAR as the declared FHIR type asks; a collection is a
    list of those. As text: VARCHAR as it stands in the resource; a collection is joined by ``|``.
    """

    as_text: bool

    def value(self, column: ColumnDefinition, scope: Scope) -> str:
        """SQL of the column for the node of the scope; ViewError names the column."""
        try:
            found = evaluate(parse(column.path), replace(scope, declared=column.type))
        except ViewError as error:
            raise ViewError(error.message, where=column.where) from error
        if column.is_collection:
            return self._collection(found, column.type, scope)
        return scope.singles.text(found) if self.as_text else _single(found, column.type, scope)

    def _collection(self, found: Collection, fhir_type: str, scope: Scope) -> str:
        if isinstance(found, Value):
            one = f"list_filter([{found.sql}], lambda item: item IS NOT NULL)"
            return scope.singles.text(found) if self.as_text else one
        item = _NODE_TEXT if self.as_text else _typed(_NODE_TEXT, fhir_type)
        items = f"list_transform({found.listed().sql}, lambda node: {item})"
        return f"nullif(array_to_string({items}, '|'), '')" if self.as_text else items


def _single(found: Collection, fhir_type: str, scope: Scope) -> str:
    is_boolean = isinstance(found, Value) and found.kind is Kind.BOOLEAN
    if fhir_type == "boolean" or is_boolean:
        return scope.singles.boolean(found)
    if isinstance(found, Value) and found.kind is Kind.NUMBER:
        return f"CAST({found.sql} AS BIGINT)" if fhir_type in _INTEGERS else found.sql
    return _typed(scope.singles.text(found), fhir_type)


def _typed(text: str, fhir_type: str) -> str:
    if fhir_type == "boolean":
        return f"TRY_CAST({text} AS BOOLEAN)"
    if fhir_type in _INTEGERS:
        # A cast would round 7.5 to 8.
        whole = f"regexp_full_match({text}, '-?[0-9]+')"
        return f"CASE WHEN {whole} THEN TRY_CAST({text} AS BIGINT) END"
    return f"TRY_CAST({text} AS DOUBLE)" if fhir_type == "decimal" else text
