"""Numbers and states as words, the same everywhere on the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

Row = Mapping[str, Any]
Interval = tuple[float, float | None, float]

# Written out, because the names the system gives change with its language.
MONTHS = (
    "January February March April May June July August September October November December"
).split()
VERDICTS = {
    "trigger": "raises the rate of attacks",
    "protective": "lowers the rate of attacks",
    "early_sign_or_trigger": "early sign, or trigger: cannot be told apart",
    "reactive": "moves with the attack itself: no trigger shown",
    "no_effect_shown": "no effect shown",
    "insufficient_data": "too little data",
    "not_estimable": "cannot be estimated",
    "negative_control_ok": "shows nothing, as it must",
    "negative_control_failed": "shows an effect it cannot have",
    "supported": "supported",
    "supported_with_context": "supported, with the response to starting anything",
    "not_settled": "not settled",
}


def state(row: Row, threshold: int) -> str:
    """Why a row carries no number; empty for a row that does."""
    return {
        "ok": "",
        "c": f"hidden: tells of under {threshold}",
        "u": "too uncertain to show",
        "x": "not available",
        "z": "does not apply",
    }[row["status"]]


def number(value: float | None, decimals: int) -> str:
    """A number with a real minus sign; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:.{decimals}f}".replace("-", "−")


def count(value: int | None) -> str:
    """A count with separators; a dash where there is none."""
    return "–" if value is None else f"{value:,}"


def with_interval(row: Row, decimals: int, threshold: int) -> str:
    """``1.30 (1.21 to 1.40)``, ``1.21 to 1.40`` for a range, or why there is no number."""
    low, high = number(row["ci_low"], decimals), number(row["ci_high"], decimals)
    if row["estimate"] is None:
        is_range = row["ci_low"] is not None and row["ci_high"] is not None
        return f"{low} to {high}" if is_range else state(row, threshold) or "not available"
    return f"{number(row['estimate'], decimals)} ({low} to {high})"


def interval(row: Row) -> Interval | None:
    """Low, middle and high of a row; a range has no middle; None where there is no interval."""
    if row["ci_low"] is None or row["ci_high"] is None:
        return None
    return row["ci_low"], row["estimate"], row["ci_high"]


def verdict(row: Row) -> str:
    """A verdict in plain words; a dash where there is none."""
    return VERDICTS.get(row["verdict"], row["verdict"] or "–")


def day(value: date) -> str:
    """A date as people write it: 28 June 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """The month of a date, short: Jun 2026."""
    return f"{MONTHS[value.month - 1][:3]} {value.year}"


def listed(words: list[str]) -> str:
    """``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def number_of(amount: int, one: str, many: str) -> str:
    """``1 site`` or ``3 sites``."""
    return f"{amount} {one if amount == 1 else many}"
