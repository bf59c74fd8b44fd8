"""Faults in what a profile says of single columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.language import Kind
from triggerscape.delivery.profiles.conversions import (
    MEAN_ITEM,
    can_be_mean_item,
    has_scale,
    units_of,
)
from triggerscape.delivery.profiles.spelling import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.contract.language import Column

COLUMN_KEYS = ("header", "constant", "unit", "multiply", "scale", "reverse", "negate", "aliases")
# Each of these says by itself what a number means.
_CONVERSIONS = ("unit", "multiply", "scale")


def column_faults(contract: str, rules: Any) -> list[str]:
    """The faults of columns.<contract>."""
    if contract not in INPUTS:
        return [f"columns.{contract}: there is no such contract; {did_you_mean(contract, INPUTS)}"]
    if not isinstance(rules, dict):
        return [f"columns.{contract}: given {shown(rules)}; write [columns.{contract}.<column>]"]
    known = INPUTS[contract].column_names
    faults = []
    for name, rule in rules.items():
        place = f"columns.{contract}.{name}"
        if name not in known:
            faults.append(f"{place}: there is no such column; {did_you_mean(name, known)}")
        elif not isinstance(rule, dict):
            faults.append(f"{place}: given {shown(rule)}; write [{place}] and its keys below")
        else:
            column = INPUTS[contract].column(name)
            faults += [f"{place}.{fault}" for fault in _rule_faults(column, rule)]
    return faults


def _rule_faults(column: Column, rule: dict[str, Any]) -> Iterator[str]:
    for key in rule:
        if key not in COLUMN_KEYS:
            yield f"{key}: there is no such key; {did_you_mean(key, COLUMN_KEYS)}"
    if "header" in rule and not _is_header(rule["header"]):
        given = shown(rule["header"])
        yield f'header: given {given}; it takes a name or a list; example: header = "sleep_min"'
    if "constant" in rule:
        yield from _constant_faults(column, rule["constant"])
    yield from _number_faults(column, rule)
    if "negate" in rule and (column.kind is not Kind.BOOLEAN or type(rule["negate"]) is not bool):
        yield f"negate: given {shown(rule['negate'])}; it takes true or false, on yes-no columns"
    if "aliases" in rule:
        yield from _alias_faults(column, rule["aliases"])


def _is_header(given: Any) -> bool:
    names = given if isinstance(given, list) else [given]
    return bool(names) and all(isinstance(name, str) and name.strip() for name in names)


def _constant_faults(column: Column, given: Any) -> Iterator[str]:
    if not isinstance(given, str | int | float):
        yield f'constant: given {shown(given)}; it takes one value; example: constant = "complete"'
    elif column.values and given not in column.values:
        nearest = did_you_mean(str(given), column.values)
        yield f"constant: given {shown(given)}; not a word of the contract; {nearest}"


def _number_faults(column: Column, rule: dict[str, Any]) -> Iterator[str]:
    given = [key for key in (*_CONVERSIONS, "reverse") if key in rule]
    if given and not column.kind.is_number:
        yield f"{given[0]}: only a number is converted, and {column.name} is none"
        return
    conversions = [key for key in given if key in _CONVERSIONS]
    if len(conversions) > 1 or {"scale", "reverse"} <= set(given):
        both = conversions[:2] if len(conversions) > 1 else ["scale", "reverse"]
        yield f"{both[1]}: given beside {both[0]}; each converts the number, keep one"
    units = units_of(column)
    if "unit" in rule and rule["unit"] not in list(units):
        allowed = ", ".join(units) or f"none: {column.name} has one unit only"
        yield f"unit: given {shown(rule['unit'])}; it takes {allowed}"
    if "multiply" in rule and not (_is_number(rule["multiply"]) and rule["multiply"]):
        given_factor = shown(rule["multiply"])
        yield f"multiply: given {given_factor}; it takes a number; example: multiply = 60"
    if "scale" in rule:
        yield from _scale_faults(column, rule["scale"])
    if "reverse" in rule and not _are_ends(rule["reverse"]):
        given_ends = shown(rule["reverse"])
        yield f"reverse: given {given_ends}; it takes [lowest, highest]; example: reverse = [1, 5]"


def _scale_faults(column: Column, given: Any) -> Iterator[str]:
    example = "scale = { low = 1, high = 5, turned = true }"
    if given == MEAN_ITEM and can_be_mean_item(column):
        return
    if given == MEAN_ITEM:
        yield f"scale: {column.name} is no total of a questionnaire, so no mean of its items"
    elif not has_scale(column):
        yield f"scale: {column.name} is no score; declare its unit instead"
    elif not (
        isinstance(given, dict)
        and {"low", "high"} <= set(given) <= {"low", "high", "turned"}
        and _are_ends([given["low"], given["high"]])
        and type(given.get("turned", False)) is bool
    ):
        takes = "low, high and turned" + (f', or "{MEAN_ITEM}"' if can_be_mean_item(column) else "")
        yield f"scale: given {shown(given)}; it takes {takes}; example: {example}"


def _are_ends(given: Any) -> bool:
    return (
        isinstance(given, list)
        and len(given) == 2
        and all(map(_is_number, given))
        and given[0] < given[1]
    )


def _is_number(given: Any) -> bool:
    return type(given) in (int, float) and math.isfinite(given)


def _alias_faults(column: Column, given: Any) -> Iterator[str]:
    if not column.values:
        yield f"aliases: {column.name} has no closed list of words"
    elif not isinstance(given, dict) or not all(isinstance(word, str) for word in given.values()):
        yield f'aliases: given {shown(given)}; example: aliases = {{ Fini = "complete" }}'
    else:
        for theirs, ours in given.items():
            if ours not in column.values:
                nearest = did_you_mean(ours, column.values)
                yield f"aliases.{theirs}: given {shown(ours)}; no word of the contract; {nearest}"
