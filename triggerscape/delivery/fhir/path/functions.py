"""The functions of FHIRPath that views may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.boundaries import boundary
from triggerscape.delivery.fhir.path.keys import reference_key
from triggerscape.delivery.fhir.path.nodes import Collection, Kind, Nodes, Place, Value
from triggerscape.delivery.fhir.path.scope import Scope
from triggerscape.delivery.fhir.path.syntax import Call, Expression, Member, Operation, This

Evaluate = Callable[[Expression, Scope], Collection]
Function = Callable[[Call, Scope, Evaluate], Collection]


def _where(call: Call, scope: Scope, evaluate: Evaluate) -> Nodes:
    target = _nodes(call, scope, evaluate)
    variable = scope.resource.variable("node")
    criterion = evaluate(
        _argument(call), scope.at(Place(variable, type=target.type, is_single=True))
    )
    keep = f"coalesce({scope.singles.boolean(criterion)}, FALSE)"
    return replace(target, sql=f"list_filter({target.sql}, lambda {variable}: {keep})")


def _extension(call: Call, scope: Scope, evaluate: Evaluate) -> Nodes:
    """``extension(url)`` is ``extension.where(url = …)``."""
    has_url = Operation("=", Member(This(), "url"), _argument(call))
    return _where(Call(Member(call.target, "extension"), "where", (has_url,)), scope, evaluate)


def _exists(call: Call, scope: Scope, evaluate: Evaluate) -> Value:
    if call.arguments:
        return _some(_where(call, scope, evaluate))
    return _some(evaluate(call.target, scope))


def _empty(call: Call, scope: Scope, evaluate: Evaluate) -> Value:
    return Value(f"(NOT {_some(evaluate(call.target, scope)).sql})", Kind.BOOLEAN)


def _some(target: Collection) -> Value:
    if isinstance(target, Value):
        return Value(f"({target.sql} IS NOT NULL)", Kind.BOOLEAN)
    return Value(f"(len({target.listed().sql}) > 0)", Kind.BOOLEAN)


def _not(call: Call, scope: Scope, evaluate: Evaluate) -> Value:
    return Value(f"(NOT {scope.singles.boolean(evaluate(call.target, scope))})", Kind.BOOLEAN)


def _first(call: Call, scope: Scope, evaluate: Evaluate) -> Nodes:
    target = _nodes(call, scope, evaluate)
    return replace(target, sql=f"list_slice({target.sql}, 1, 1)", at_most_one=True)


def _join(call: Call, scope: Scope, evaluate: Evaluate) -> Value:
    target = _nodes(call, scope, evaluate)
    separator = "''"
    if call.arguments:
        separator = scope.singles.text(evaluate(_argument(call), scope))
    texts = f"list_transform({target.sql}, lambda node: json_extract_string(node, '$'))"
    return Value(f"array_to_string({texts}, {separator})", Kind.TEXT)


def _resource_key(call: Call, scope: Scope, _: Evaluate) -> Value:
    if not isinstance(call.target, This) or scope.this is not None:
        raise ViewError("getResourceKey() is asked of something other than the resource")
    return Value(scope.singles.text(scope.resource.member("id")), Kind.TEXT)


def _reference_key(call: Call, scope: Scope, evaluate: Evaluate) -> Value:
    wanted = ""
    if call.arguments:
        match _argument(call):
            case Member(This(), name):
                wanted = name
            case _:
                raise ViewError("getReferenceKey() takes the name of a resource type")
    reference = scope.singles.text(evaluate(Member(call.target, "reference"), scope))
    return Value(reference_key(reference, wanted), Kind.TEXT)


def _boundary(call: Call, scope: Scope, evaluate: Evaluate) -> Value:
    declared = scope.declared
    match call.target:
        case Call(_, "ofType", (Member(This(), type_name),)):
            declared = type_name
    text = scope.singles.text(evaluate(call.target, scope))
    return boundary(text, declared, is_low=call.function == "lowBoundary")


def _nodes(call: Call, scope: Scope, evaluate: Evaluate) -> Nodes:
    target = evaluate(call.target, scope)
    if isinstance(target, Value):
        raise ViewError(f"{call.function}() is asked of a plain value")
    return target.listed()


def _argument(call: Call) -> Expression:
    if len(call.arguments) != 1:
        raise ViewError(f"{call.function}() takes one argument")
    return call.arguments[0]


FUNCTIONS: Mapping[str, Function] = {
    "where": _where,
    "extension": _extension,
    "exists": _exists,
    "empty": _empty,
    "not": _not,
    "first": _first,
    "join": _join,
    "getResourceKey": _resource_key,
    "getReferenceKey": _reference_key,
    "lowBoundary": _boundary,
    "highBoundary": _boundary,
}
