"""Row rules: what a row of each input contract must satisfy, one code for each way to fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.contract.language import Column, Kind
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from collections.abc import Callable

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
    if column.low is not None or column.high is not None:
        sentence = f"{name} is outside {_range_in_words(column)}"
        rules.append(rule("range", sentence, number_outside_range(column, value)))
    if column.pattern:
        broken = form_outside_pattern(column, value)
        rules.append(rule("pattern", f"{name} has a form we do not take", broken))
    if column.kind is Kind.TEXT and not (column.pattern or column.values):
        broken = f"regexp_matches({value}, {sql_text(_INVISIBLE)})"
        rules.append(rule("invisible", f"{name} holds a character nobody can see", broken))
    if column.values:
        broken = word_outside_list(column, value)
        rules.append(rule("word", f"{name} holds a word outside its list", broken))
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


# Control characters, NUL among them, and marks of no width that turn or join what stands beside.
_INVISIBLE = "[\\x{0}-\\x{1f}\\x{7f}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}\\x{feff}]"


def number_outside_range(column: Column, value: str) -> str:
    """SQL, true where the number ``value`` lies below the column's low or above its high."""
    bounds = [f"{value} < {column.low!r}"] if column.low is not None else []
    bounds += [f"{value} > {column.high!r}"] if column.high is not None else []
    return f"({' OR '.join(bounds)})"


def form_outside_pattern(column: Column, value: str) -> str:
    """SQL, true where the text ``value``, or a text of the list it is, breaks the pattern."""
    pattern = column.pattern or ""
    form = sql_text(pattern.removeprefix("^").removesuffix("$"))
    return _any_text(column, value, lambda text: f"NOT regexp_full_match({text}, {form})")


def word_outside_list(column: Column, value: str) -> str:
    """SQL, true where the word ``value``, or a word of the list it is, is not a declared one."""
    words = sql_texts(column.values)
    return _any_text(column, value, lambda text: f"{text} NOT IN ({words})")


def _any_text(column: Column, value: str, is_wrong: Callable[[str], str]) -> str:
    if column.kind is Kind.TEXT_LIST:
        return f"len(list_filter({value}, lambda word: {is_wrong('word')})) > 0"
    return is_wrong(value)


def _range_in_words(column: Column) -> str:
    low = "" if column.low is None else f"{column.low:g}"
    high = "" if column.high is None else f"{column.high:g}"
    return f"{low} to {high} {column.unit}".strip()
