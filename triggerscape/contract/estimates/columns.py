"""Columns that every table of estimates shares."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind


def text(name: str, meaning: str) -> Column:
    """A column of words."""
    return Column(name, Kind.TEXT, meaning)


def number(name: str, meaning: str, unit: str = "1") -> Column:
    """A column of unrounded numbers, null where there is none."""
    return Column(name, Kind.DOUBLE, meaning, unit=unit)


def count(name: str, meaning: str, unit: str) -> Column:
    """A column of whole numbers."""
    return Column(name, Kind.BIGINT, meaning, unit=unit)
