"""Figure: when a therapy starts to work, and what would have happened anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from triggerscape.release.page.charts.event_time_chart import DAYS, EventPoint, event_charts
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.therapies.event_time_reading import (
    ADJUSTED,
    CHANGE,
    DIFFERENCE,
    EXPECTED,
    OBSERVED,
    STARTERS,
    STOPPED,
    Comparison,
    comparisons,
    event_time_reading,
    starters,
)
from triggerscape.release.page.wording import Row, count, number, with_interval
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

MOST_DRAWN = 12
"""Comparisons that are drawn, active comparators first; the table holds all of them."""


def event_time_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Migraine days observed and expected by window, a panel for each of at most 12 comparisons."""
    labels = dict(tables["pub.dim_therapy"].select("therapy_id", "label").iter_rows())
    rows = list(tables["pub.therapy_event_time"].sort("event_window").iter_rows(named=True))
    found = {
        f"{labels.get(therapy, therapy)} against {_other(other, labels)}": pair
        for (therapy, other), pair in comparisons(rows).items()
    }
    points = {name: _points(pair) for name, pair in found.items()}
    drawn = [name for name, of_pair in points.items() if of_pair][:MOST_DRAWN]
    charts = event_charts({name: points[name] for name in drawn})
    return Figure(
        anchor="response",
        question="When does it start to work?",
        reading=event_time_reading(found),
        how_to_read=(
            "Blue: mean migraine days per 28 days of those who started, in each 28 days around "
            "the start. Dashed: the same for comparable people who did not start, or started the "
            "other. People start at their worst, and most would have got better anyway: the fall "
            "of the blue line alone is no effect. Shaded: how uncertain the dashed line is, all "
            "windows together and by both methods; where the blue line leaves the shade, both see "
            "a difference. Against no start, the response to starting anything is in it. The scale "
            "does not begin at 0."
        ),
        panels=tuple(
            Panel(f"{name} ({count(starters(found[name]))} people)", charts[name]) for name in drawn
        ),
        numbers=_numbers(found, rows, labels, threshold),
    )


def _other(comparator: str, labels: Mapping[str, str]) -> str:
    return "no start" if comparator == NO_START else labels.get(comparator, comparator)


def _points(rows: Comparison) -> list[EventPoint]:
    """The windows that carry a number; the shade is the observed less either side's band."""
    points = []
    for (estimand, measure, window), row in rows.items():
        if (estimand, measure) != (STARTERS, OBSERVED) or row["estimate"] is None:
            continue
        sides = [rows.get((side, DIFFERENCE, window)) for side in (ADJUSTED, CHANGE)]
        bands = [(s["band_low"], s["band_high"]) for s in sides if s and s["band_low"] is not None]
        is_shaded = window >= 0 and len(bands) == len(sides)
        observed = row["estimate"]
        points.append(
            EventPoint(
                window,
                observed,
                row["without_start"],
                observed - max(high for _, high in bands) if is_shaded else None,
                observed - min(low for low, _ in bands) if is_shaded else None,
            )
        )
    return points


def _numbers(
    found: Mapping[str, Comparison], rows: Sequence[Row], labels: Mapping[str, str], threshold: int
) -> NumberTable:
    heads = (
        "Comparison",
        "Days",
        "Observed",
        "Expected",
        "Difference, people alike in the months before (95% interval)",
        "Difference, change since months 6 to 4 before (95% interval)",
        "Started it",
        "Compared with",
        "Seen to work from day",
    )
    lines = [
        line
        for name, pair in found.items()
        for window in sorted({place[2] for place in pair})
        if (line := _line(name, pair, window, threshold))
    ]
    lines += [
        (
            f"After stopping: {labels.get(row['therapy_id'], row['therapy_id'])}",
            _days(row["event_window"]),
            "–",
            "–",
            with_interval(row, 2, threshold),
            "–",
            count(row["n_people"]),
            count(row["n_comparator"]),
            "–",
        )
        for row in rows
        if row["estimand_id"] == STOPPED
    ]
    return NumberTable("Migraine days per 28 days around a start or a stop", heads, tuple(lines))


def _line(name: str, rows: Comparison, window: int, threshold: int) -> tuple[str, ...] | None:
    observed = rows.get((STARTERS, OBSERVED, window))
    if observed is None:
        return None
    expected = rows.get((ADJUSTED, EXPECTED, window))
    day = observed["responds_from_day"]
    return (
        name,
        _days(window),
        with_interval(observed, 1, threshold),
        with_interval(expected, 1, threshold) if expected else "–",
        _difference(rows.get((ADJUSTED, DIFFERENCE, window)), threshold),
        _difference(rows.get((CHANGE, DIFFERENCE, window)), threshold),
        count(observed["n_people"]),
        count(observed["n_comparator"]),
        "–" if day is None else number(day, 0),
    )


def _difference(row: Row | None, threshold: int) -> str:
    return with_interval(row, 2, threshold) if row else "–"


def _days(window: int) -> str:
    return f"{number(window * DAYS, 0)} to {number(window * DAYS + DAYS - 1, 0)}"
