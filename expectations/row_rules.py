"""Row rules: what a row of each input contract must satisfy, one code for each way to fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.contract.language import Column, Kind
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from triggerscape.contract.language import Table


@dataclass(frozen=True)
class RowRule:
    """One rule. ``broken`` is SQL over typed.… columns and their text raw.…, true when broken."""

    code: str
    column: str
    sentence: str
    broken: str


def column_rules(table: Table) -> list[RowRule]:
    """The rules that follow from the contract's columns: written form, presence, range, words."""
    return [rule for column in table for rule in _rules_of(table, column)]


def _rules_of(table: Table, column: Column) -> list[RowRule]:
    name, value = column.name, f"typed.{quoted(column.name)}"

    def rule(kind: str, sentence: str, broken: str) -> RowRule:
        return RowRule(f"{table.short_name}.{name}.{kind}", name, sentence, broken)

    rules = []
    if column.kind is not Kind.TEXT and column.kind is not Kind.TEXT_LIST:
        rules.append(
            rule(
                "form",
                f"{name} is not written as {_FORMS[column.kind]}",
                f"raw.{quoted(name)} IS NOT NULL AND {value} IS NULL",
            )
        )
    if not column.nullable:
        missing = f"{value} IS NULL AND raw.{quoted(name)} IS NULL"
        rules.append(rule("missing", f"{name} is empty", missing))
    if column.low is not None and column.high is not None:
        rules.append(
            rule(
                "range",
                f"{name} is outside {column.low:g} to {column.high:g} {column.unit}".rstrip(),
                f"{value} NOT BETWEEN {column.low!r} AND {column.high!r}",
            )
        )
    if column.pattern and column.kind is Kind.TEXT:
        form = sql_text(column.pattern.removeprefix("^").removesuffix("$"))
        rules.append(
            rule(
                "pattern",
                f"{name} has a form we do not take",
                f"NOT regexp_full_match({value}, {form})",
            )
        )
    if column.values:
        rules.append(rule("word", f"{name} holds a word outside its list", _strange(column, value)))
    return rules


_FORMS = {
    Kind.BOOLEAN: "one of the profile's yes and no words",
    Kind.SMALLINT: "a whole number",
    Kind.INTEGER: "a whole number",
    Kind.BIGINT: "a whole number",
    Kind.DOUBLE: "a plain decimal number",
    Kind.DATE: "a date in the profile's format",
    Kind.TIME: "a time, HH:MM or HH:MM:SS",
    Kind.TIMESTAMP: "an ISO timestamp",
}


def _strange(column: Column, value: str) -> str:
    words = sql_texts(column.values)
    if column.kind is Kind.TEXT_LIST:
        return f"len(list_filter({value}, lambda word: word NOT IN ({words}))) > 0"
    return f"{value} NOT IN ({words})"
