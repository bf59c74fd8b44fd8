"""Figure: how much migraine each site has, over windows of 28 days."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

import polars as pl

from triggerscape.release.page.burden.signal_reading import signal_reading, signal_words
from triggerscape.release.page.charts.small_multiples import site_charts
from triggerscape.release.page.parts import SITE_HEAD, Figure, NumberTable, Panel
from triggerscape.release.page.wording import (
    Row,
    count,
    day,
    number,
    number_of,
    state,
    with_interval,
)

# Headache days speak for diaries that never say which headaches were migraine.
_MEASURES = {"mmd_mean": "migraine days", "mhd_mean": "headache days"}


def burden_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Monthly migraine days per site, one small chart each, against the middle of all sites.

    Windows of the calendar, or counted from a person's first day where no diary has a calendar.
    """
    days, sites = _sites(tables["pub.burden_site_window"])
    signals = _signals(tables["pub.burden_signal"], sites)
    top = _round_up(
        [row["ci_high"] for rows in sites.values() for row in rows if row["ci_high"] is not None]
    )
    charts = site_charts(sites, middle_of_sites(sites), top, signals)
    panels = tuple(
        Panel(f"{site}: {_latest(rows, threshold)}", charts[site], site)
        for site, rows in sites.items()
    )
    return Figure(
        anchor="burden",
        question="How much migraine does each site see, and is it changing?",
        reading=f"{burden_reading(sites, days)} {signal_reading(signals)}".strip(),
        how_to_read=(
            f"Blue: mean {days} per 28 days of the site's people, shaded with its 95% "
            "interval. Dashed: the middle of all sites. Grey: the mean of the site's first 8 "
            "windows, dotted how far it varied from one window to the next. Triangles point where "
            "the number went when it moved more than that: not why, for people join at their worst "
            "and get better, and a site that lost people varies more than it did. Small squares on "
            "the base line: windows hidden because they would tell of fewer than "
            f"{threshold} people."
        ),
        panels=panels,
        numbers=_numbers(sites, signals, threshold, days),
    )


def burden_reading(sites: Mapping[str, list[Row]], days: str = "migraine days") -> str:
    """The latest window that shows a site, in words: lowest, middle, highest, how many missing."""
    every = [row for rows in sites.values() for row in rows]
    if not every:
        return "No site has a window to show."
    numbered = [row for row in every if row["estimate"] is not None]
    latest = max(row["window_index"] for row in numbered or every)
    now = {s: row for s, rows in sites.items() for row in rows if row["window_index"] == latest}
    shown = sorted((row["estimate"], s) for s, row in now.items() if row["estimate"] is not None)
    first_day = next(iter(now.values()))["window_start"]
    place = f"28 days from day {28 * latest} of people's diaries"
    when = f"In the {f'28 days from {day(first_day)}' if first_day else place}"
    if not shown:
        return f"{when} no site can be shown."
    (low, lowest), (high, highest) = shown[0], shown[-1]
    rest = len(sites) - len(shown)
    if len(sites) == 1:
        return f"{when} site {lowest} has {number(low, 1)} {days}."
    return (
        f"{when} sites range from {number(low, 1)} ({lowest}) to {number(high, 1)} ({highest}) "
        f"{days}; the middle of {number_of(len(shown), 'site', 'sites')} is "
        f"{number(median([value for value, _ in shown]), 1)}. "
        f"{number_of(rest, 'site is', 'sites are') if rest else 'None is'} left out."
    )


def middle_of_sites(sites: Mapping[str, list[Row]]) -> dict[int, float]:
    """The median over sites of what is published, per window that at least one site shows."""
    values: dict[int, list[float]] = {}
    for rows in sites.values():
        for row in rows:
            if row["estimate"] is not None:
                values.setdefault(row["window_index"], []).append(row["estimate"])
    return {window: median(found) for window, found in sorted(values.items())}


def _sites(burden: pl.DataFrame) -> tuple[str, dict[str, list[Row]]]:
    """What kind of day is counted, and each site's windows of the calendar, else personal ones."""
    known = next((m for m in _MEASURES if m in set(burden["measure_id"])), "mmd_mean")
    measured = burden.filter(measure_id=known).sort("site_id", "window_index")
    by_calendar = measured.filter(window_kind="calendar")
    chosen = by_calendar if by_calendar.height else measured
    sites: dict[str, list[Row]] = {}
    for row in chosen.iter_rows(named=True):
        sites.setdefault(row["site_id"], []).append(row)
    return _MEASURES[known], sites


def _signals(signals: pl.DataFrame, sites: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """What is said of the windows drawn, by site; nothing of personal ones."""
    drawn = {(row["site_id"], row["measure_id"]) for rows in sites.values() for row in rows}
    found: dict[str, list[Row]] = {}
    for row in signals.sort("site_id", "window_index").iter_rows(named=True):
        if (row["site_id"], row["measure_id"]) in drawn:
            found.setdefault(row["site_id"], []).append(row)
    return found


def _round_up(values: list[float]) -> int:
    return next(top for top in (4, 8, 12, 16, 20, 28) if top >= min(max(values, default=4), 28))


def _latest(rows: list[Row], threshold: int) -> str:
    row = rows[-1]
    if row["status"] != "ok":
        return state(row, threshold)
    return f"{with_interval(row, 1, threshold)}, {count(row['n_people'])} people"


def _numbers(
    sites: Mapping[str, list[Row]], signals: Mapping[str, list[Row]], threshold: int, days: str
) -> NumberTable:
    heads = (
        SITE_HEAD,
        "28 days from",
        f"{days.capitalize()} (95% interval)",
        "People",
        "Days",
        "Against its own first windows",
    )
    said = {(site, row["window_index"]): row for site, rows in signals.items() for row in rows}
    rows = tuple(
        (
            site,
            row["window_start"].isoformat()
            if row["window_start"]
            else f"day {28 * row['window_index']}",
            with_interval(row, 1, threshold),
            count(row["n_people"]),
            count(row["n_days"]),
            signal_words(said.get((site, row["window_index"]))),
        )
        for site, found in sites.items()
        for row in found
    )
    return NumberTable(f"Mean {days} per 28 days, by site and window", heads, rows)
