"""What changed since the release before, as a section of RELEASE.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from triggerscape.contract.releases.changes import NOTHING_BEFORE, REASONS, WHOLE_TABLE
from triggerscape.release.changes.furthest import furthest
from triggerscape.release.page.wording import number_of

MOST_LISTED = 10
"""Moved estimates that are listed, those that moved furthest; the table holds all of them."""


def change_lines(changes: pl.DataFrame) -> list[str]:
    """The section "What changed", from ``pub.release_change``."""
    return ["## What changed", "", *_said(changes), ""]


def _said(changes: pl.DataFrame) -> list[str]:
    if changes.is_empty():
        return ["No headline estimate moved since the release before."]
    before = str(changes["compared_with"][0])
    if before == NOTHING_BEFORE:
        return ["This is the first release; there is none to compare it with."]
    tables = changes.filter(row_id=WHOLE_TABLE)
    moved = changes.filter(pl.col("row_id") != WHOLE_TABLE)
    return [
        f"Against release {before}, "
        f"{number_of(moved.height, 'headline estimate', 'headline estimates')} moved.",
        "",
        "| table | why | estimates |",
        "|---|---|---:|",
        *(_counted(row) for row in _counts(moved).iter_rows(named=True)),
        *(f"| `{name}` | {reason} | not compared |" for name, reason in _reasons(tables)),
        *_furthest(moved),
        "",
        "`pub.release_change` lists every one with its value before and now.",
    ]


def _counts(moved: pl.DataFrame) -> pl.DataFrame:
    return moved.group_by("table_name", "reason").len("rows").sort("table_name", "reason")


def _counted(row: Mapping[str, Any]) -> str:
    return f"| `{row['table_name']}` | {REASONS[row['reason']]} | {row['rows']} |"


def _reasons(tables: pl.DataFrame) -> list[tuple[str, str]]:
    return [(name, REASONS[why]) for name, why in tables.select("table_name", "reason").rows()]


def _furthest(moved: pl.DataFrame) -> list[str]:
    """The estimates that moved furthest, measured by half of today's interval."""
    rows = furthest(moved).head(MOST_LISTED)
    if rows.is_empty():
        return []
    return [
        "",
        "Furthest, measured by the width of their intervals:",
        "",
        "| estimate | before | now (95% interval) |",
        "|---|---:|---:|",
        *(_line(row) for row in rows.iter_rows(named=True)),
    ]


def _line(row: Mapping[str, Any]) -> str:
    name = f"{row['table_name'].removeprefix('pub.')}: {row['row_id']}"
    low, high = f"{row['ci_low']:g}", f"{row['ci_high']:g}"
    return f"| {name} | {row['estimate_before']:g} | {row['estimate']:g} ({low} to {high}) |"
