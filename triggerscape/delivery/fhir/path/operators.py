"""Comparison, arithmetic and logic between single values; empty in, empty out."""

from __future__ import annotations

from triggerscape.delivery.fhir.path.nodes import Collection, Kind, Nodes, Place, Value
from triggerscape.delivery.fhir.path.singles import Singles

_LOGIC = {"and": "AND", "or": "OR"}
_COMPARISONS = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def operation(sign: str, left: Collection, right: Collection, singles: Singles) -> Value:
    """``left sign right``; SQL's three-valued logic is FHIRPath's."""
    if sign in _LOGIC:
        sql = f"({singles.boolean(left)}) {_LOGIC[sign]} ({singles.boolean(right)})"
        return Value(f"({sql})", Kind.BOOLEAN)
    if sign in _COMPARISONS:
        ask = _equality if sign in {"=", "!="} else _comparison
        return Value(ask(_COMPARISONS[sign], left, right, singles), Kind.BOOLEAN)
    if sign == "+" and Kind.TEXT in _kinds(left, right):
        return Value(f"({singles.text(left)} || {singles.text(right)})", Kind.TEXT)
    divisor = singles.number(right)
    if sign == "/":
        divisor = f"nullif({divisor}, 0)"
    return Value(f"({singles.number(left)} {sign} {divisor})", Kind.NUMBER)


def _equality(sign: str, left: Collection, right: Collection, singles: Singles) -> str:
    """Lists are equal if all their values are, in order; empty beside anything stays empty."""
    one = _comparison(sign, left, right, singles)
    lists = [side for side in (left, right) if not isinstance(side, Value) and not _is_one(side)]
    if not lists:
        return one
    several = " OR ".join(f"len({side.listed().sql}) > 1" for side in lists)
    texts = f"{_texts(left, singles)} {sign} {_texts(right, singles)}"
    return f"(CASE WHEN {several} THEN {texts} ELSE {one} END)"


def _is_one(side: Place | Nodes) -> bool:
    return side.is_single if isinstance(side, Place) else side.at_most_one


def _texts(side: Collection, singles: Singles) -> str:
    if isinstance(side, Value):
        return f"[{singles.text(side)}]"
    texts = f"list_transform({side.listed().sql}, lambda node: json_extract_string(node, '$'))"
    return f"nullif({texts}, [])"


def _comparison(sign: str, left: Collection, right: Collection, singles: Singles) -> str:
    known = _kinds(left, right)
    numbers = f"{singles.number(left)} {sign} {singles.number(right)}"
    texts = f"{singles.text(left)} {sign} {singles.text(right)}"
    if Kind.BOOLEAN in known:
        return f"({singles.boolean(left)} {sign} {singles.boolean(right)})"
    if Kind.NUMBER in known:
        return f"({numbers})"
    if Kind.TEXT in known:
        return f"({texts})"
    both = f"{singles.is_number(left)} AND {singles.is_number(right)}"
    return f"(CASE WHEN {both} THEN {numbers} ELSE {texts} END)"


def _kinds(*values: Collection) -> set[Kind]:
    return {value.kind for value in values if isinstance(value, Value)}
