"""What changed since the last release, in a few lines a leader can read."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.contract.releases.changes import NOTHING_BEFORE, REASONS, WHOLE_TABLE
from triggerscape.release.changes.furthest import furthest
from triggerscape.release.page.opening.row_names import row_names
from triggerscape.release.page.wording import Row, number, number_of, verdict

MOST_LINES = 8
FIRST_RELEASE = "This is the first release: there is none before it to compare it with."
NOTHING_MOVED = "No headline estimate moved since the release before."


def change_lines(tables: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    """At most eight lines: how many moved and why, new verdicts, and what moved furthest."""
    changes = tables["pub.release_change"]
    if changes.is_empty():
        return (NOTHING_MOVED,)
    before = str(changes["compared_with"][0])
    if before == NOTHING_BEFORE:
        return (FIRST_RELEASE,)
    moved = changes.filter(pl.col("row_id") != WHOLE_TABLE)
    names = row_names(tables)
    judged_anew = moved.filter(pl.col("verdict") != pl.col("verdict_before"))
    rows = pl.concat([judged_anew.sort("table_name", "row_id"), furthest(moved)])
    lines = [
        f"Against release {before}, "
        f"{number_of(moved.height, 'headline estimate', 'headline estimates')} moved.",
        *_reasons(moved),
        *_not_compared(changes.filter(row_id=WHOLE_TABLE)),
    ]
    told = dict.fromkeys(_line(row, names) for row in rows.iter_rows(named=True))
    return tuple([*lines, *told][:MOST_LINES])


def _reasons(moved: pl.DataFrame) -> list[str]:
    counted = moved.group_by("reason").len("rows").sort("rows", "reason", descending=[True, False])
    return [f"{rows} of them: {REASONS[reason]}." for reason, rows in counted.iter_rows()]


def _not_compared(tables: pl.DataFrame) -> list[str]:
    return [
        f"{name.removeprefix('pub.')} is not compared: {REASONS[reason]}."
        for name, reason in tables.select("table_name", "reason").iter_rows()
    ]


def _line(row: Row, names: Mapping[tuple[str, str], str]) -> str:
    name = names.get((row["table_name"], row["row_id"]), row["row_id"])
    if row["verdict"] != row["verdict_before"] and row["verdict_before"] is not None:
        before = verdict({"verdict": row["verdict_before"]})
        return f"{name}: now “{verdict(row)}”, before “{before}”."
    low, high = number(row["ci_low"], 2), number(row["ci_high"], 2)
    return (
        f"{name}: {number(row['estimate_before'], 2)} before, {number(row['estimate'], 2)} now "
        f"(95% interval {low} to {high})."
    )
