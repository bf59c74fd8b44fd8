"""Columns that many tables of features have: a day, a yes or no, a number of days."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind

DIARY_DATE = Column("diary_date", Kind.DATE, "The person's local day", nullable=False)


def flag(name: str, meaning: str) -> Column:
    """Yes or no; null where nobody knows."""
    return Column(name, Kind.BOOLEAN, meaning)


def days(name: str, meaning: str, most: int | None = None) -> Column:
    """A number of days, at most so many where that is known."""
    return Column(name, Kind.BIGINT, meaning, unit="d", low=0, high=most)
