"""The rows of event time as words: when a therapy is seen to work, and what came by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triggerscape.release.page.wording import Row, listed, number, number_of
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

ADJUSTED, CHANGE, STARTERS, STOPPED = "event_aipw", "event_did", "starters_only", "after_stop"
DIFFERENCE, OBSERVED, EXPECTED, BEFORE_AFTER = (
    "mmd_window_difference",
    "mmd_observed",
    "mmd_expected",
    "mmd_change",
)
THIRD_MONTH = 2
MOST_NAMED = 6
Comparison = Mapping[tuple[str, str, int], Row]
"""The rows of one comparison by estimand, measure and window."""


def comparisons(rows: Iterable[Row]) -> dict[tuple[str, str], dict[tuple[str, str, int], Row]]:
    """Rows by therapy and comparator: active comparators first, within them most people first.

    What follows a stop is no comparison of a start and is left out.
    """
    found: dict[tuple[str, str], dict[tuple[str, str, int], Row]] = {}
    for row in rows:
        if row["estimand_id"] != STOPPED:
            pair = (row["therapy_id"], row["comparator_id"])
            place = (row["estimand_id"], row["measure_id"], row["event_window"])
            found.setdefault(pair, {})[place] = row
    order = sorted(found, key=lambda pair: (pair[1] == NO_START, -starters(found[pair]), pair))
    return {pair: found[pair] for pair in order}


def starters(rows: Comparison) -> int:
    """The most people of the therapy that any window shows."""
    return max((row["n_people"] or 0 for row in rows.values()), default=0)


def changes_anyway(rows: Iterable[Row]) -> dict[str, float]:
    """By therapy, the change to days 56 to 83 that its starters would have seen with no start."""
    sought = (STARTERS, BEFORE_AFTER, THIRD_MONTH, NO_START)
    names = ("estimand_id", "measure_id", "event_window", "comparator_id")
    return {
        row["therapy_id"]: row["without_start"]
        for row in rows
        if tuple(row[name] for name in names) == sought and row["without_start"] is not None
    }


def event_time_reading(found: Mapping[str, Comparison]) -> str:
    """Which comparisons see a therapy work, from when, and how much would have come anyway."""
    shown = {
        name: rows
        for name, rows in found.items()
        if any(row["estimate"] is not None for row in rows.values())
    }
    if not shown:
        return "No comparison has enough people around a start."
    days = {name: _from_day(rows) for name, rows in shown.items()}
    seen = [f"{name} from day {day}" for name, day in days.items() if day is not None]
    many = number_of(len(shown), "comparison", "comparisons")
    said = (
        f"Of {many}, {len(seen)} {'shows' if len(seen) == 1 else 'show'} an effect by both methods "
        f"that stays: {listed(_some(seen))}."
        if seen
        else f"Of {many}, none shows an effect by both methods that stays."
    )
    return " ".join([said, *_anyway(shown)])


def _some(names: list[str]) -> list[str]:
    if len(names) <= MOST_NAMED:
        return names
    return [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more in the table"]


def _from_day(rows: Comparison) -> int | None:
    named: list[int] = [row["responds_from_day"] for row in rows.values() if row["status"] == "ok"]
    return next((day for day in named if day is not None), None)


def _anyway(shown: Mapping[str, Comparison]) -> list[str]:
    """For the comparison with no start that has most people: what a pre-post picture hides."""
    for name, rows in shown.items():
        row = rows.get((STARTERS, BEFORE_AFTER, THIRD_MONTH))
        if row is None or row["comparator_id"] != NO_START or row["without_start"] is None:
            continue
        return [
            f"{name}: in days 56 to 83 the change since the three months before was "
            f"{number(row['estimate'], 1)} migraine days in 28, and would have been "
            f"{number(row['without_start'], 1)} anyway."
        ]
    return []
