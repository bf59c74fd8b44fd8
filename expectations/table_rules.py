"""Table rules: what a table of ours must keep, compiled from its contract; the gate judges them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from expectations.feature_rules import feature_rules
from expectations.row_rules import form_outside_pattern, number_outside_range, word_outside_list
from triggerscape.severity import Severity
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from triggerscape.contract.language import Column, Table


class RuleKind(StrEnum):
    """What a table rule is about."""

    COLUMNS = "columns"
    TYPES = "types"
    FILLED = "filled"  # the table has a row at all
    UNIQUE = "unique"
    MISSING = "missing"
    RANGE = "range"
    WORD = "word"
    PATTERN = "pattern"
    RELATION = "relation"  # several columns of a row together


# These hold of an empty table as well, or are about its being empty.
OF_EMPTY_TABLES = (RuleKind.COLUMNS, RuleKind.TYPES, RuleKind.FILLED)


@dataclass(frozen=True)
class TableRule:
    """One rule of one table.

    ``broken`` is SQL over the table's columns, true for a row that breaks the rule; empty where
    the rule is about the table as a whole.
    """

    code: str
    kind: RuleKind
    column: str
    sentence: str
    reason: str
    broken: str = ""
    severity: Severity = Severity.CRITICAL


_FILLED: dict[str, tuple[Severity, str]] = {
    "core.diary_day": (
        Severity.CRITICAL,
        "without a diary day there is nothing to publish; triggerscape rejects tells what is held",
    ),
    "features.diary_spine": (
        Severity.WARNING,
        "diaries in which every day was missed leave nothing to analyse, and are no fault",
    ),
}
_BY_CONTRACT = "the contract of the table says so; every row passed it at the door"


def table_rules(table: Table) -> list[TableRule]:
    """Every rule of a table: its columns, their types, its key, then each column by itself."""
    rules = [
        TableRule(
            f"{table.name}.columns",
            RuleKind.COLUMNS,
            "",
            "the columns are not those of the contract, in its order",
            "readers select by name and write by position",
        ),
        TableRule(
            f"{table.name}.types",
            RuleKind.TYPES,
            "",
            "a column has another type than its contract",
            "a cast on the way to a model would round or drop values",
        ),
    ]
    if table.name in _FILLED:
        severity, reason = _FILLED[table.name]
        code = f"{table.name}.filled"
        rules.append(
            TableRule(code, RuleKind.FILLED, "", "the table is empty", reason, severity=severity)
        )
    if table.key:
        columns = ", ".join(table.key)
        rules.append(
            TableRule(
                f"{table.name}.unique",
                RuleKind.UNIQUE,
                columns,
                f"rows share the same {columns}",
                f"{table.grain}: a doubled row would be counted twice",
            )
        )
    rules += [rule for column in table for rule in _column_rules(table, column)]
    for name, said, broken in feature_rules(table):
        code = f"{table.name}.{name}"
        reason = "the definition of the columns; holds of every correct row"
        rules.append(TableRule(code, RuleKind.RELATION, "", said, reason, broken))
    return rules


def _column_rules(table: Table, column: Column) -> list[TableRule]:
    name, value = column.name, quoted(column.name)

    def rule(kind: RuleKind, sentence: str, broken: str, reason: str = _BY_CONTRACT) -> TableRule:
        return TableRule(f"{table.name}.{name}.{kind}", kind, name, sentence, reason, broken)

    rules = []
    if not column.nullable or name in table.key:
        reason = "a key or provenance without a value cannot be joined or traced"
        rules.append(rule(RuleKind.MISSING, f"{name} is empty", f"{value} IS NULL", reason))
    if column.low is not None or column.high is not None:
        broken = number_outside_range(column, value)
        rules.append(rule(RuleKind.RANGE, f"{name} is outside its range", broken))
    if column.values:
        sentence = f"{name} holds a word outside its list"
        rules.append(rule(RuleKind.WORD, sentence, word_outside_list(column, value)))
    if column.pattern:
        sentence = f"{name} has a form outside its pattern"
        rules.append(rule(RuleKind.PATTERN, sentence, form_outside_pattern(column, value)))
    return rules
