"""The gate at delivery: what is about to be committed, judged by Great Expectations and by us."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

import pyarrow as pa

from expectations.gate import judge_rules
from expectations.review.rules import REVIEW_RULES
from expectations.table_rules import RuleKind, TableRule, table_rules
from expectations.verdicts import Outcome, Verdict
from triggerscape.contract.core import accepted_table
from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.warehouse.ledger.arrived_rows import view_of_arrived
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from expectations.review.checks import Check


def _text(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, nullable=False, role=Role.PROVENANCE)


def _number(name: str, meaning: str) -> Column:
    return Column(name, Kind.DOUBLE, meaning, role=Role.PROVENANCE)


FILE_CHECK = Table(
    name="batch.file_check",
    grain="one row per rule of the review and number it was held to",
    key=(),
    columns=(
        _text("rule", "The rule"),
        _number("measured", "The number"),
        _number("low", "Its least value; null where there is none"),
        _number("high", "Its greatest value; null where there is none"),
    ),
)


def judge_batch(
    con: duckdb.DuckDBPyConnection, source: Table, parts: Sequence[Path]
) -> list[Verdict]:
    """The verdicts on the rows of one contract that are about to be committed, and on no others.

    ``parts`` are the files as they will lie in the lake. Makes the view accepted.<contract> over
    them in ``con``, which must be a database of its own. A verdict that stops means that what is
    in the files is not what the door let in.
    """
    table = accepted_table(source)
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {table.schema}")
    con.execute(f"CREATE OR REPLACE VIEW {table.name} AS {view_of_arrived(parts, table)}")
    return judge_rules(con, table, batch_rules(source))


def batch_rules(source: Table) -> list[TableRule]:
    """The rules of a contract's accepted rows; a row taken back need only have its key."""
    table = accepted_table(source)
    can_be_taken_back = "is_deleted" in table.column_names
    return [
        replace(
            rule,
            kind=RuleKind.RELATION,
            broken=f"{rule.broken} AND NOT coalesce(is_deleted, false)",
        )
        if rule.kind is RuleKind.MISSING
        and can_be_taken_back
        and rule.column in source.column_names
        and rule.column not in source.key
        else rule
        for rule in table_rules(table)
    ]


def judge_checks(con: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Verdict]:
    """One verdict a rule of the review, over all the files it was asked of.

    Makes the table batch.file_check in ``con``. A rule that no file was large enough for is not
    applicable; one that some rows break, in no file too many, passes with failures. Where the
    engine does not count what the review found, the verdict is an error.
    """
    _write(con, checks)
    asked = Counter(check.rule for check in checks)
    found = Counter(check.rule for check in checks if check.is_broken)
    amiss = Counter[str]()
    for check in checks:
        amiss[check.rule] += check.amiss
    judged = {
        verdict.rule: verdict
        for verdict in judge_rules(con, FILE_CHECK, [_rule(code) for code in sorted(asked)])
    }
    return [
        _settled(judged[code], asked=asked[code], found=found[code], amiss=amiss[code])
        if code in judged
        else _not_applicable(code)
        for code in sorted(REVIEW_RULES)
    ]


def _write(con: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> None:
    rows = pa.table(
        {
            "rule": pa.array([check.rule for check in checks], pa.string()),
            "measured": pa.array([check.measured for check in checks], pa.float64()),
            "low": pa.array([_limit(check.low) for check in checks], pa.float64()),
            "high": pa.array([_limit(check.high) for check in checks], pa.float64()),
        }
    )
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {FILE_CHECK.schema}")
    con.register("new_checks", rows)
    con.execute(f"CREATE OR REPLACE TABLE {FILE_CHECK.name} AS SELECT * FROM new_checks")
    con.unregister("new_checks")


def _limit(value: float) -> float | None:
    return value if isfinite(value) else None


def _rule(code: str) -> TableRule:
    rule = REVIEW_RULES[code]
    broken = f"rule = {sql_text(code)} AND (measured < low OR measured > high)"
    return TableRule(
        code, RuleKind.RELATION, "", rule.sentence, rule.reason, broken, severity=rule.severity
    )


def _settled(verdict: Verdict, *, asked: int, found: int, amiss: int) -> Verdict:
    """The verdict on one rule over the files it was asked of, not over the table of all checks."""
    outcome = verdict.outcome
    if verdict.broken != found:
        outcome = Outcome.ERROR
    elif outcome is Outcome.PASS and amiss:
        outcome = Outcome.PASS_WITH_FAILURES
    return replace(verdict, outcome=outcome, rows=asked)


def _not_applicable(code: str) -> Verdict:
    rule, outcome = REVIEW_RULES[code], Outcome.NOT_APPLICABLE
    return Verdict(
        FILE_CHECK.name, code, rule.severity, outcome, rule.sentence, 0, None, rule.reason
    )
