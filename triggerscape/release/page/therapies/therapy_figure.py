"""Figure: does a therapy do better than its alternative, and by a worthwhile amount?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import polars as pl

from triggerscape.release.page.charts.forest import ForestAxis, ForestRow, difference_axis, forest
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.therapies.event_time_reading import changes_anyway
from triggerscape.release.page.therapies.therapy_reading import (
    WORTHWHILE,
    headline,
    method,
    no_start_reading,
    order,
    therapy_reading,
)
from triggerscape.release.page.wording import (
    Row,
    count,
    interval,
    number,
    state,
    verdict,
    with_interval,
)
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

Of = TypeVar("Of")
SMALLEST_WORTHWHILE = 0.5
MOST_DRAWN = 20
"""Comparisons with no start that are drawn, most people first; the table holds all of them."""


def therapy_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Differences in monthly migraine days: a panel per comparator, and one for no start.

    Those without any number, and with no start those without a range, stand in the table only.
    """
    labels = dict(tables["pub.dim_therapy"].select("therapy_id", "label").iter_rows())
    effects = tables["pub.therapy_effect"].filter(pl.col("measure_id") == "mmd_difference")
    is_no_start = pl.col("comparator_id") == NO_START
    active = _pairs(effects.filter(~is_no_start), labels)
    started = _pairs(effects.filter(is_no_start), labels)
    changes = changes_anyway(tables["pub.therapy_event_time"].iter_rows(named=True))
    anyway = {labels.get(therapy, therapy): change for therapy, change in changes.items()}
    values = effects.select("ci_low", "ci_high").unpivot()["value"].drop_nulls().to_list()
    values += anyway.values()
    axis = difference_axis(values, SMALLEST_WORTHWHILE, "migraine days per 28 days")
    panels = [
        _panel(pair, rows, axis, f"therapy-{position}", threshold)
        for position, (pair, rows) in enumerate(active.items())
        if any(interval(row) for row in rows)
    ]
    ranges = {name: rows for name, rows in started.items() if interval(headline(rows))}
    if ranges:
        panels.append(_no_start_panel(ranges, len(started), axis, anyway, threshold))
    readings = (therapy_reading(active, threshold), no_start_reading(started))
    return Figure(
        anchor="therapies",
        question="Does a therapy do better than its alternative?",
        reading=" ".join(reading for reading in readings if reading),
        how_to_read=(
            "Line: difference in migraine days per 28 days between people who started the therapy "
            "and comparable people who started the other; of a method its 95% interval, with a "
            "dot, of both methods together their range. Left of 0 is better. Shaded: less than "
            "half a day either way, too little to matter. Blue: the verdict is supported. Against "
            "no start the response to starting anything is in the difference: the line is the "
            "range of both methods, the diamond one of them. Upright stroke: people start at their "
            "worst, and so far would their migraine days have come down by days 56 to 83 anyway, "
            "which is no effect of the therapy."
        ),
        panels=tuple(panels),
        numbers=_numbers(
            {**active, **_against_no_start(started)}, _against_no_start(anyway), threshold
        ),
    )


def _pairs(effects: pl.DataFrame, labels: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of each comparison by its name, the most people first, within it by method."""
    pairs: dict[str, list[Row]] = {}
    for row in effects.iter_rows(named=True):
        names = [labels.get(row[key], row[key]) for key in ("therapy_id", "comparator_id")]
        pair = names[0] if row["comparator_id"] == NO_START else " against ".join(names)
        pairs.setdefault(pair, []).append(row)
    for rows in pairs.values():
        rows.sort(key=lambda row: order(row["estimand_id"]))
    return dict(sorted(pairs.items(), key=lambda pair: (-_size(pair[1]), pair[0])))


def _size(rows: list[Row]) -> int:
    return max(row["n_people"] or 0 for row in rows)


def _against_no_start(found: Mapping[str, Of]) -> dict[str, Of]:
    return {f"{therapy} against no start": its for therapy, its in found.items()}


def _panel(pair: str, rows: list[Row], axis: ForestAxis, name: str, threshold: int) -> Panel:
    drawn = [_forest_row(method(row), row, threshold) for row in rows]
    of_people = next((row for row in rows if row["status"] == "ok"), rows[0])
    heading = f"{pair} ({_who(of_people, threshold)})"
    return Panel(heading, forest(drawn, axis, name=name, title=pair))


def _no_start_panel(
    pairs: Mapping[str, list[Row]],
    compared: int,
    axis: ForestAxis,
    anyway: Mapping[str, float],
    threshold: int,
) -> Panel:
    title = "Against no start, the response to starting anything included"
    drawn = [
        replace(
            _forest_row(therapy, headline(rows), threshold, beside=_adjusted(rows)),
            anyway=anyway.get(therapy),
        )
        for therapy, rows in list(pairs.items())[:MOST_DRAWN]
    ]
    more = compared - len(drawn)
    in_table = f"; {more} more in the table" if more else ""
    return Panel(f"{title}{in_table}", forest(drawn, axis, name="no-start", title=title))


def _adjusted(rows: list[Row]) -> Row | None:
    return next((row for row in rows if row["estimand_id"] == "att_aipw"), None)


def _who(row: Row, threshold: int) -> str:
    if row["status"] != "ok":
        return state(row, threshold)
    return f"{count(row['n_people'])} and {count(row['n_comparator'])} people"


def _forest_row(label: str, row: Row, threshold: int, *, beside: Row | None = None) -> ForestRow:
    shown = interval(row)
    return ForestRow(
        label,
        shown,
        beside=interval(beside) if beside and shown and beside is not row else None,
        is_marked=row["verdict"] in WORTHWHILE,
        reason=state(row, threshold) or "not available",
    )


def _numbers(
    pairs: Mapping[str, list[Row]], anyway: Mapping[str, float], threshold: int
) -> NumberTable:
    heads = (
        "Comparison",
        "Method",
        "Difference (95% interval)",
        "Started it",
        "Compared with",
        "Overlap",
        "Could have found",
        "Verdict",
        "Change with no start by days 56 to 83",
    )
    rows = tuple(
        (
            pair,
            method(row),
            with_interval(row, 2, threshold),
            count(row["n_people"]),
            count(row["n_comparator"]),
            number(row["overlap_share"], 2),
            number(row["smallest_detectable"], 2),
            verdict(row),
            number(anyway.get(pair), 1),
        )
        for pair, found in pairs.items()
        for row in found
    )
    return NumberTable("Difference in migraine days per 28 days, by comparison", heads, rows)
