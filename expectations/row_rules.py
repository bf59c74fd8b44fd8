"""Row rules: what a row of each input contract must satisfy, one code for each way to fail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.contract.language import Column, Kind
from triggerscape.delivery.refusals import MOST_WRONG_OF_A_COLUMN
from triggerscape.delivery.values.typed_values import is_written_plainly, number_form
from triggerscape.delivery.values.written_dates import turned_date
from triggerscape.severity import Severity
from triggerscape.warehouse.ledger.arrived_rows import words_of_list
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from triggerscape.contract.language import Table
    from triggerscape.delivery.profiles.profile import SiteProfile

# A column of the table of a file's people, where each key was held to its pattern once.
ILL_WRITTEN_KEY = "is_ill_written"
MISREAD = "more than one row in twenty is no slip of the hand: the column was misread"


@dataclass(frozen=True)
class RowRule:
    """One rule. ``broken`` is SQL over typed.… columns and their text raw.…, true when broken.

    A row that breaks it is refused; a file in which more than ``share`` of the rows do is held
    back whole, for the ``reason`` given. ``quick`` is a cheaper condition that holds wherever
    ``broken`` does, once the forms of all numbers were looked at together; ``broken`` itself where
    there is none.
    """

    code: str
    column: str
    sentence: str
    broken: str
    fix: str
    quick: str = ""
    severity: Severity = Severity.CRITICAL
    share: float = MOST_WRONG_OF_A_COLUMN
    reason: str = MISREAD

    @property
    def suspicion(self) -> str:
        """The cheapest condition that misses no row breaking the rule."""
        return self.quick or self.broken


def column_rules(table: Table, profile: SiteProfile) -> list[RowRule]:
    """The rules that follow from the contract's columns: written form, presence, range, words."""
    return [rule for column in table for rule in _rules_of(table, column, profile)]


def _rules_of(table: Table, column: Column, profile: SiteProfile) -> list[RowRule]:
    name, value = column.name, f"typed.{quoted(column.name)}"
    part = f"[columns.{table.short_name}.{name}]"

    def rule(kind: str, sentence: str, broken: str, fix: str, quick: str = "") -> RowRule:
        code = f"{table.short_name}.{name}.{kind}"
        return RowRule(code, name, sentence, broken, fix, quick)

    rules = []
    if column.kind is not Kind.TEXT and column.kind is not Kind.TEXT_LIST:
        written = f"raw.{quoted(name)} IS NOT NULL"
        broken, quick = f"{written} AND {value} IS NULL", ""
        if column.kind.is_number:
            own = profile.rule(table.short_name, name)
            form = sql_text(number_form(column.kind, own, profile))
            quick = broken if is_written_plainly(own, profile) else ""
            is_other = f"NOT regexp_full_match(raw.{quoted(name)}, {form})"
            broken = f"{written} AND ({value} IS NULL OR {is_other})"
        sentence = f"{name} is not written as {_FORMS[column.kind]}"
        rules.append(rule("form", sentence, broken, _FORM_FIXES[column.kind], quick))
        if column.kind is Kind.DATE and (turned := turned_date(f"raw.{quoted(name)}", profile)):
            rules.append(_turned(f"{table.short_name}.{name}.day_and_month", name, broken, turned))
    if not column.nullable:
        missing = f"{value} IS NULL AND raw.{quoted(name)} IS NULL"
        if name not in table.key and "is_deleted" in table.column_names:
            missing += " AND NOT coalesce(typed.is_deleted, false)"
        rules.append(rule("missing", f"{name} is empty", missing, "the site fills it in"))
    if column.low is not None or column.high is not None:
        sentence = f"{name} is outside {_range_in_words(column)}"
        fix = f"if the site counts in another unit or scale, say so in {part}; else the site mends"
        rules.append(rule("range", sentence, number_outside_range(column, value), fix))
    is_list = column.kind is Kind.TEXT_LIST
    read = words_of_list(value) if is_list else value
    if column.pattern:
        broken = form_outside_pattern(column, read)
        fix = f"the site sends it as {column.pattern}"
        quick = _quick_outside_pattern(column, profile)
        rules.append(rule("pattern", f"{name} has a form we do not take", broken, fix, quick))
    if column.values:
        broken = word_outside_list(column, read)
        fix = f'tell what the site\'s word means: {part} aliases = {{ theirs = "ours" }}'
        quick = _list_outside(column, "|".join(map(re.escape, column.values))) if is_list else ""
        rules.append(rule("word", f"{name} holds a word outside its list", broken, fix, quick))
    return rules


def _turned(code: str, name: str, is_unread: str, turned: str) -> RowRule:
    return RowRule(
        code,
        name,
        f"{name} can only be read with day and month the other way round",
        f"{is_unread} AND {turned} IS NOT NULL",
        "ask the site which way round it writes them, and declare that: [dates] formats = […]",
        quick=is_unread,
        share=0.0,
        reason="the days up to the twelfth are read without complaint, and as other days",
    )


_FORMS = {
    Kind.BOOLEAN: "one of the profile's yes and no words",
    Kind.SMALLINT: "a whole number",
    Kind.INTEGER: "a whole number",
    Kind.BIGINT: "a whole number",
    Kind.DOUBLE: "a plain decimal number",
    Kind.DATE: "a date in one of the profile's forms",
    Kind.TIME: "a time, HH:MM or HH:MM:SS",
    Kind.TIMESTAMP: "an ISO timestamp, or one in the profile's forms",
}
_NUMBER_FIX = "declare decimal and thousands marks in [file]; a word for nothing in null_words"
_FORM_FIXES = {
    Kind.BOOLEAN: "add the site's words to yes and no in [booleans]",
    Kind.SMALLINT: _NUMBER_FIX,
    Kind.INTEGER: _NUMBER_FIX,
    Kind.BIGINT: _NUMBER_FIX,
    Kind.DOUBLE: _NUMBER_FIX,
    Kind.DATE: 'declare how the site writes dates: [dates] formats = ["%d.%m.%Y"]',
    Kind.TIME: "the site writes HH:MM, from 00:00 to 23:59",
    Kind.TIMESTAMP: "declare how the site writes them: [dates] timestamp_formats = […]",
}


def number_outside_range(column: Column, value: str) -> str:
    """SQL, true where the number ``value`` lies below the column's low or above its high."""
    # A whole number is compared with whole numbers: no cast of every row.
    as_written = int if column.kind.is_whole_number else float
    low, high = (
        None if limit is None else repr(as_written(limit)) for limit in (column.low, column.high)
    )
    if low is not None and high is not None:
        return f"({value} NOT BETWEEN {low} AND {high})"
    return f"({value} < {low})" if high is None else f"({value} > {high})"


def form_outside_pattern(column: Column, value: str) -> str:
    """SQL, true where the text ``value``, or a text of the list it is, breaks the pattern."""
    form = sql_text(_bare(column.pattern or ""))
    return _any_text(column, value, lambda text: f"NOT regexp_full_match({text}, {form})")


def word_outside_list(column: Column, value: str) -> str:
    """SQL, true where the word ``value``, or a word of the list it is, is not a declared one."""
    words = sql_texts(column.values)
    return _any_text(column, value, lambda text: f"{text} NOT IN ({words})")


def _quick_outside_pattern(column: Column, profile: SiteProfile) -> str:
    """The cheaper condition for a pattern; empty where there is none."""
    form = _bare(column.pattern or "")
    if column.kind is Kind.TEXT_LIST:
        return _list_outside(column, form)
    if column.name == "person_key":
        return ILL_WRITTEN_KEY
    if column.name == "site_code" and re.fullmatch(form, profile.site_code):
        return f"typed.site_code <> {sql_text(profile.site_code)}"
    return ""


def _list_outside(column: Column, word: str) -> str:
    """SQL, true where the text of a list is anything but such words with bars between."""
    form = sql_text(f"({word})([|]({word}))*")
    return f"NOT regexp_full_match(raw.{quoted(column.name)}, {form})"


def _bare(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix("$")


def _any_text(column: Column, value: str, is_wrong: Callable[[str], str]) -> str:
    if column.kind is Kind.TEXT_LIST:
        return f"len(list_filter({value}, lambda word: {is_wrong('word')})) > 0"
    return is_wrong(value)


def _range_in_words(column: Column) -> str:
    low = "" if column.low is None else f"{column.low:.12g}"
    high = "" if column.high is None else f"{column.high:.12g}"
    # A unit in braces is a remark for machines; people know what a score is.
    unit = "" if column.unit.startswith("{") else column.unit
    return f"{low} to {high} {unit}".strip()
