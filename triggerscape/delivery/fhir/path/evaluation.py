"""A FHIRPath tree to the SQL it stands for."""

from __future__ import annotations

from dataclasses import replace

from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.functions import FUNCTIONS
from triggerscape.delivery.fhir.path.nodes import Collection, Kind, Nodes, Value
from triggerscape.delivery.fhir.path.operators import operation
from triggerscape.delivery.fhir.path.scope import Scope, member
from triggerscape.delivery.fhir.path.syntax import (
    Call,
    Constant,
    Expression,
    Item,
    Literal,
    Member,
    Operation,
    This,
)
from triggerscape.warehouse.literals import sql_text


def evaluate(tree: Expression, scope: Scope) -> Collection:
    """What the expression stands for in that scope; ViewError for what views may not use."""
    match tree:
        case Literal():
            return _literal(tree)
        case Constant(name):
            return _constant(name, scope)
        case This():
            return scope.itself()
        case Member(This(), name) if scope.this is None and name == scope.resource.type:
            return scope.itself()
        case Member(This(), name):
            return scope.member(name)
        case Member(target, name):
            return member(evaluate(target, scope), name)
        case Item(target, index):
            return _item(evaluate(target, scope), evaluate(index, scope), scope)
        case Operation(sign, left, right):
            return operation(sign, evaluate(left, scope), evaluate(right, scope), scope.singles)
        case Call():
            return _call(tree, scope)


def _literal(literal: Literal) -> Value:
    if isinstance(literal.value, bool):
        return Value(str(literal.value).upper(), Kind.BOOLEAN)
    if literal.is_number:
        return Value(f"CAST({literal.value} AS DOUBLE)", Kind.NUMBER)
    return Value(sql_text(literal.value), Kind.TEXT)


def _constant(name: str, scope: Scope) -> Value:
    if name == "rowIndex":
        return Value(scope.row_index, Kind.NUMBER)
    if name not in scope.constants:
        raise ViewError(f"the view declares no constant {name}")
    return scope.constants[name]


def _item(target: Collection, index: Collection, scope: Scope) -> Nodes:
    if isinstance(target, Value):
        raise ViewError("an index is asked of a plain value")
    place = f"CAST({scope.singles.number(index)} AS BIGINT) + 1"
    nodes = target.listed()
    sql = f"list_slice({nodes.sql}, {place}, {place})"
    return replace(nodes, sql=sql, at_most_one=True)


def _call(call: Call, scope: Scope) -> Collection:
    if call.function == "ofType":
        return _of_type(call, scope)
    function = FUNCTIONS.get(call.function)
    if function is None:
        raise ViewError(f"views do not know the function {call.function}()")
    return function(call, scope, evaluate)


def _of_type(call: Call, scope: Scope) -> Collection:
    """``value.ofType(Quantity)`` is the element ``valueQuantity``: JSON names a choice by type."""
    match call:
        case Call(Member(target, name), _, (Member(This(), type_name),)):
            chosen = name + type_name[0].upper() + type_name[1:]
            return evaluate(Member(target, chosen), scope)
    raise ViewError("ofType() is asked of an element, with the name of one type")
