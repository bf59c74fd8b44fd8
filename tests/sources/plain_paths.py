"""FHIRPath by plain loops over Python values: the referee of the SQL our compiler writes.

Only the parser is shared. An element is a list of nodes; a single value is a bool, a number or a
text, and None is empty. Semantics are those for landing: what is not single, or no truth value
where one is asked, is empty.
"""

from __future__ import annotations

import json
from typing import Any

from triggerscape.delivery.fhir.path.syntax import (
    Call,
    Expression,
    Item,
    Literal,
    Member,
    Operation,
    This,
)

COMPARE = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def plain(tree: Expression, this: Any) -> Any:
    """What the expression gives for a node: a list of nodes, or a single value."""
    match tree:
        case Literal(value, is_number):
            return float(str(value)) if is_number else value
        case This():
            return [this]
        case Member(target, name):
            return [leaf for node in plain(target, this) for leaf in _elements(node, name)]
        case Item(target, index):
            place = int(plain(index, this))
            return plain(target, this)[place : place + 1]
        case Operation("and" | "or" as sign, left, right):
            return _logic(sign, truth(plain(left, this)), truth(plain(right, this)))
        case Operation(sign, left, right):
            return _compared(sign, plain(left, this), plain(right, this))
        case Call(target, function, arguments):
            return _called(function, plain(target, this), arguments)
    raise AssertionError(tree)


def _called(function: str, found: Any, arguments: tuple[Expression, ...]) -> Any:
    if function == "where":
        return [node for node in found if truth(plain(arguments[0], node))]
    if function == "first":
        return found[:1]
    if function == "join":
        return "".join(str(text(node)) for node in found)
    if function == "not":
        said = truth(found)
        return None if said is None else not said
    is_there = found is not None and found != []
    return is_there if function == "exists" else not is_there


def _elements(node: Any, name: str) -> list[Any]:
    value = node.get(name) if isinstance(node, dict) else None
    values = value if isinstance(value, list) else [value]
    return [one for one in values if one is not None]


def text(value: Any) -> str | None:
    """A single value as text; a list of several is empty."""
    if isinstance(value, list):
        return text(value[0]) if len(value) == 1 else None
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"))


def truth(value: Any) -> bool | None:
    """A single value as a truth value."""
    return {"true": True, "false": False}.get(text(value) or "")


def _number(value: Any) -> float | None:
    try:
        return float(text(value) or "")
    except ValueError:
        return None


def _logic(sign: str, left: bool | None, right: bool | None) -> bool | None:
    decides = sign == "or"
    if decides in (left, right):
        return decides
    return None if None in (left, right) else not decides


def _compared(sign: str, left: Any, right: Any) -> bool | None:
    sides = (left, right)
    if sign in ("=", "!=") and any(isinstance(side, list) and len(side) > 1 for side in sides):
        lists = [side if isinstance(side, list) else [side] for side in sides]
        texts = [list(map(text, one)) for one in lists]
        return None if [] in texts else COMPARE[sign](*texts)
    read = _reading(left, right)
    values = [read(side) for side in sides]
    return None if None in values else COMPARE[sign](*values)


def _reading(left: Any, right: Any) -> Any:
    kinds = {type(side) for side in (left, right) if not isinstance(side, list)}
    if bool in kinds:
        return truth
    if float in kinds:
        return _number
    nodes = [side[0] for side in (left, right) if isinstance(side, list) and len(side) == 1]
    are_numbers = [isinstance(node, int) and not isinstance(node, bool) for node in nodes]
    return _number if not kinds and len(nodes) == 2 and all(are_numbers) else text
