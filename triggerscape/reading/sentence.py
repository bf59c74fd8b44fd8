"""A published row as one sentence: what it is of, the number, its interval, who is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triggerscape.reading.statuses import why_no_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.contract.language import Table

_COUNTED = (
    ("n_rows", "row", "rows"),
    ("n_people", "person", "people"),
    ("n_days", "day", "days"),
    ("n_sites", "site", "sites"),
)


def sentence_of(
    row: Mapping[str, Any], table: Table, labels: Mapping[str, str], threshold: int | None = None
) -> str:
    """``labels`` holds, by key column, the readable name of its value where there is one.

    Numbers have the decimals the contract declares; a row without one says why.
    """
    about = [
        f"{labels.get(name, row[name])}"
        for name in table.key
        if name != "measure_id" and row[name] is not None
    ]
    what = labels.get("measure_id", str(row.get("measure_id", "")))
    head = ", ".join([what, *about] if what else about)
    reason = why_no_number(row["status"], threshold)
    return f"{head}: {reason or _number(row, table)}."


def _number(row: Mapping[str, Any], table: Table) -> str:
    low, high = row.get("ci_low"), row.get("ci_high")
    between = (
        f"{_rounded(low, 'ci_low', table)} to {_rounded(high, 'ci_high', table)}"
        if low is not None and high is not None
        else ""
    )
    value = row.get("estimate")
    if value is None:
        said = [f"between {between}"] if between else []
    else:
        said = [_rounded(value, "estimate", table)]
        said += [f"95% interval {between}"] if between else []
    counts = [
        f"{row[name]:,} {one if row[name] == 1 else many}"
        for name, one, many in _COUNTED
        if row.get(name) is not None
    ]
    return ", ".join([*said, *counts])


def _rounded(value: float, name: str, table: Table) -> str:
    decimals = table.column(name).decimals or 0
    return f"{value:.{decimals}f}"
