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


# One estimated rate ratio, with what it rests on; ``models.results.ratio_columns`` fills them.
RATIO: tuple[Column, ...] = (
    text("status", "estimated, or not_estimable"),
    text("reason", "Why there is no estimate"),
    number("log_rate_ratio", "Log rate ratio per step of the factor"),
    number("standard_error", "Its standard error"),
    number("log_ci_low", "Lower end of its 95% interval"),
    number("log_ci_high", "Upper end of its 95% interval"),
    number("p_value", "Two-sided p value"),
    number("smallest_detectable", "Ratio above 1 the data could find with 80% power"),
    count("n_people", "People whose days could move the estimate", "{person}"),
    count("n_days", "Their days", "d"),
    count("n_attacks", "Outcomes on those days", "{attack}"),
    count("n_sites", "Their sites", "{site}"),
)
