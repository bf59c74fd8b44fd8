"""The invented release of tests/release, for the tests of the gate."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

sys.path.append(str(Path(__file__).resolve().parents[1] / "release"))

from fixture_tables import INFO, unprotected_tables
from fixture_tables import few_tables as _few_tables

from triggerscape.contract.releases.catalogue import FACTS

__all__ = ["INFO", "few_tables", "unprotected_facts"]


def few_tables() -> dict[str, pl.DataFrame]:
    """Reference tables, and facts that are replaced by those of a test."""
    return _few_tables()


def unprotected_facts() -> dict[str, pl.DataFrame]:
    """Every fact before protection."""
    tables = unprotected_tables()
    return {table.name: tables[table.name] for table in FACTS}
