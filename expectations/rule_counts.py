"""Our own count of what breaks each table rule: one pass a table, whatever the number of rules."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import duckdb

from expectations.table_rules import RuleKind, TableRule
from triggerscape.faults.recognising import fault_in
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.contract.language import Table

Counts = dict[str, int | None]


def count_broken(
    con: duckdb.DuckDBPyConnection, table: Table, rules: Sequence[TableRule]
) -> tuple[int | None, Counts]:
    """Rows of a table, and for each rule's code how often it is broken.

    None stands for what could not be counted, because the table or a column cannot be read. Rows
    are counted, or columns where the rule is about columns; a key's count is the rows sharing one.
    """
    counts: Counts = {rule.code: None for rule in rules}
    found = _described(con, table)
    rows = _number(con, f"SELECT count(*) FROM {table.name}")
    if found is None or rows is None:
        return None, counts
    for rule in rules:
        match rule.kind:
            case RuleKind.COLUMNS:
                names = [name for name, _ in found]
                pairs = zip_longest(names, table.column_names)
                counts[rule.code] = sum(has != wants for has, wants in pairs)
            case RuleKind.TYPES:
                wanted = {column.name: str(column.kind) for column in table}
                counts[rule.code] = sum(kind != wanted.get(name, kind) for name, kind in found)
            case RuleKind.FILLED:
                counts[rule.code] = int(rows == 0)
            case RuleKind.UNIQUE:
                key = ", ".join(quoted(name) for name in table.key)
                shared = f"SELECT count(*) AS n FROM {table.name} GROUP BY {key} HAVING n > 1"
                sql = f"SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM ({shared})"
                counts[rule.code] = _number(con, sql)
    by_row = [rule for rule in rules if rule.broken]
    return rows, counts | _count_rows(con, table, by_row)


def _count_rows(con: duckdb.DuckDBPyConnection, table: Table, rules: Sequence[TableRule]) -> Counts:
    """All rules in one pass; should one of them crash, each half by itself, down to the culprit."""
    if not rules:
        return {}
    counted = ", ".join(f"count(*) FILTER (WHERE {rule.broken})" for rule in rules)
    try:
        row = con.execute(f"SELECT {counted} FROM {table.name}").fetchall()[0]
    except duckdb.Error as error:
        _pass_on(error)
        if len(rules) == 1:
            return {rules[0].code: None}
        half = len(rules) // 2
        return _count_rows(con, table, rules[:half]) | _count_rows(con, table, rules[half:])
    return {rule.code: int(count) for rule, count in zip(rules, row, strict=True)}


def _described(con: duckdb.DuckDBPyConnection, table: Table) -> list[tuple[str, str]] | None:
    try:
        rows = con.execute(f"DESCRIBE {table.name}").fetchall()
    except duckdb.Error as error:
        _pass_on(error)
        return None
    return [(str(name), str(kind)) for name, kind, *_ in rows]


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> int | None:
    # The engine's message may hold a value, so nothing of it is passed on.
    try:
        return int(con.execute(sql).fetchall()[0][0])
    except duckdb.Error as error:
        _pass_on(error)
        return None


def _pass_on(error: duckdb.Error) -> None:
    """A full disk, say, is nothing a rule could be blamed for."""
    if fault_in(error):
        raise error
