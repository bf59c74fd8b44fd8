"""Estimates as a model file: every coefficient with its interval, and no row of few people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from triggerscape.contract.estimates.audit import TRIGGER_AUDIT_ESTIMATE
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.disclosure.rule import Rule

DIGITS = 6
NO_COEFFICIENTS = frozenset({TRIGGER_AUDIT_ESTIMATE.name})
"""How far two calculations of one thing differ is rounding noise, new in every run: the card says
whether they agree."""


def coefficient_tables(
    frames: Mapping[str, Sequence[pl.DataFrame]], tables: Sequence[Table], rule: Rule
) -> list[dict[str, Any]]:
    """Each table of estimates as plain values: its name, grain, columns in order, and rows.

    Rows with 1 to threshold - 1 people in any of their counts of people are left out, and their
    number is not told; counts are rounded; numbers have six significant digits. Rows are sorted by
    the table's key, so that the same estimates are the same bytes.
    """
    return [
        {
            "table": table.name,
            "grain": table.grain,
            "columns": [column.name for column in table],
            "meanings": {column.name: column.meaning for column in table},
            "rows": _rows(pl.concat(frames[table.name], how="diagonal_relaxed"), table, rule),
        }
        for table in tables
        if frames.get(table.name) and table.name not in NO_COEFFICIENTS
    ]


def _rows(frame: pl.DataFrame, table: Table, rule: Rule) -> list[list[Any]]:
    if frame.is_empty():
        return []
    people = [column.name for column in table if column.unit == "{person}"]
    few = pl.any_horizontal(pl.col(name).is_between(1, rule.threshold - 1) for name in people)
    shown = frame.filter(~few.fill_null(value=False)) if people else frame
    columns = list(table)
    return [
        [_plain(value, column, rule) for value, column in zip(row, columns, strict=True)]
        for row in shown.select(table.column_names).sort(table.key).iter_rows()
    ]


def _plain(value: Any, column: Column, rule: Rule) -> Any:
    if value is None or column.kind is Kind.TEXT or column.kind is Kind.BOOLEAN:
        return value
    if column.kind is Kind.DOUBLE:
        return float(f"{value:.{DIGITS - 1}e}") if math.isfinite(value) else None
    if column.kind is Kind.BIGINT and column.unit:
        base = rule.rounding_base
        rounded = (2 * value + base) // (2 * base) * base
        return max(rounded, rule.fewest_shown) if column.unit == "{person}" and value else rounded
    return value if column.kind.is_whole_number else str(value)
