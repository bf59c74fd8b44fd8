"""The gate: every rule of every table judged twice, by Great Expectations and by our own count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.rule_counts import count_broken
from expectations.suite import suite_answers
from expectations.table_rules import OF_EMPTY_TABLES, TableRule, table_rules
from expectations.verdicts import Outcome, Verdict
from triggerscape.faults.recognising import fault_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from triggerscape.contract.language import Table

_UNREADABLE = "the rule crashed, in our count or in Great Expectations"
_DISAGREE = "Great Expectations and our count disagree"


def gate(con: duckdb.DuckDBPyConnection, tables: Mapping[str, Table]) -> list[Verdict]:
    """One verdict a rule of each table, tables by name, rules in the order of the contract.

    ``con`` is live and has a table or view under each table's own name; it is only read, and a
    transaction open on it stays open. Never raises for what the tables hold: a rule that crashes
    gets the outcome ``error``.
    """
    return [verdict for name in sorted(tables) for verdict in judge_table(con, tables[name])]


def judge_table(con: duckdb.DuckDBPyConnection, table: Table) -> list[Verdict]:
    """The verdicts on one table."""
    return judge_rules(con, table, table_rules(table))


def judge_rules(
    con: duckdb.DuckDBPyConnection, table: Table, rules: list[TableRule]
) -> list[Verdict]:
    """The verdicts on some rules of one table.

    What we cannot count is not asked of Great Expectations: it bundles its questions, and one that
    crashes would take sound ones with it.
    """
    rows, counts = count_broken(con, table, rules)
    asked = [rule for rule in rules if counts[rule.code] is not None and _applies(rule, rows)]
    answers = _answers(con, table, asked)
    return [
        _verdict(table, rule, rows=rows, broken=counts[rule.code], keeps=answers.get(rule.code))
        for rule in rules
    ]


def _applies(rule: TableRule, rows: int | None) -> bool:
    return rows != 0 or rule.kind in OF_EMPTY_TABLES


def _answers(
    con: duckdb.DuckDBPyConnection, table: Table, rules: list[TableRule]
) -> dict[str, bool | None]:
    if not rules:
        return {}
    try:
        return suite_answers(con, table, rules)
    except Exception as error:
        if fault_in(error):
            raise
        # Whatever it was, its message may hold a value: the rules become errors, the text is lost.
        return {}


def _verdict(
    table: Table, rule: TableRule, *, rows: int | None, broken: int | None, keeps: bool | None
) -> Verdict:
    reason = rule.reason
    if not _applies(rule, rows):
        outcome = Outcome.NOT_APPLICABLE
    elif broken is None or keeps is None:
        outcome, reason = Outcome.ERROR, _UNREADABLE
    elif keeps is not (broken == 0):
        outcome, reason = Outcome.ERROR, _DISAGREE
    else:
        outcome = Outcome.PASS if keeps else Outcome.FAIL
    return Verdict(
        table.name, rule.code, rule.severity, outcome, rule.sentence, rows, broken, reason
    )
