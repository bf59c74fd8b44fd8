"""How much there is: days and shares in the newest window that is over."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import polars as pl

from triggerscape.release.derived.kpi.answer import Answer, behind, spread, value
from triggerscape.release.page.wording import day

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tables = Mapping[str, pl.DataFrame]

BURDEN, EVERYBODY = "pub.burden_site_window", "pub.burden_subgroup"
WINDOWS_A_YEAR = 13
# Headache days speak for diaries that never say which headaches were migraine.
_MIGRAINE = {
    "mmd_mean": ("Migraine days", "migraine days in 28"),
    "mhd_mean": ("Headache days", "headache days in 28"),
}
_DRUGS = {"acute_drug_days": ("Days with an acute drug", "days in 28 with an acute drug")}
_WRITTEN = {"diary_completeness": ("Diary days written", "of diary days are written")}


def migraine_days(tables: Tables) -> Answer:
    """Monthly migraine days; monthly headache days where no diary tells migraine apart."""
    return _newest_window("migraine_days", tables, _MIGRAINE)


def acute_drug_days(tables: Tables) -> Answer:
    """Days in 28 on which an acute drug was taken."""
    return _newest_window("acute_drug_days", tables, _DRUGS)


def diary_completeness(tables: Tables) -> Answer:
    """The share of diary days that were written."""
    return _newest_window("diary_completeness", tables, _WRITTEN)


@dataclass(frozen=True)
class _Level:
    """The level of one window: of everybody, of the middle of the sites, or of the one shown."""

    subject: str
    source_table: str
    amount: float
    low: float
    high: float
    range_kind: str
    people: int
    sites: int


def _newest_window(kpi_id: str, tables: Tables, measures: Mapping[str, tuple[str, str]]) -> Answer:
    """The level in the newest window that is shown, and what it was before."""
    sites = tables[BURDEN].filter(window_kind="calendar", status="ok").drop_nulls("estimate")
    found = set(sites["measure_id"])
    measure = next((name for name in measures if name in found), next(iter(measures)))
    label, words = measures[measure]
    sites = sites.filter(measure_id=measure)
    if sites.is_empty():
        said = f"No window shows a site ({label.lower()})."
        return Answer(kpi_id, label, BURDEN, measure, said)
    everybody = tables[EVERYBODY].filter(subgroup_kind="all", measure_id=measure, status="ok")
    everybody = everybody.drop_nulls(["estimate", "ci_low", "ci_high"])
    newest = int(sites.select(pl.col("window_index").max()).item())
    is_over_all = newest in everybody["window_index"]
    level = _of_everybody(everybody, newest) if is_over_all else _of_sites(sites, newest)
    start = sites.filter(window_index=newest)["window_start"][0]
    rows = everybody if is_over_all else sites
    before, year = _middle(rows, newest - 1), _middle(rows, newest - WINDOWS_A_YEAR)
    earlier = [
        f"{value(kpi_id, amount)} {when}"
        for amount, when in ((before, "one window before"), (year, "a year before"))
        if amount is not None
    ]
    said = "; ".join(
        [
            spread(kpi_id, level.low, level.high, level.range_kind),
            behind(level.people, level.sites),
            *earlier,
        ]
    )
    return Answer(
        kpi_id,
        label,
        level.source_table,
        measure,
        f"{value(kpi_id, level.amount)} {words}, {level.subject}, window from {day(start)} "
        f"({said}).",
        subject=level.subject,
        window_start=start,
        estimate=level.amount,
        range_low=level.low,
        range_high=level.high,
        range_kind=level.range_kind,
        n_people=level.people,
        n_sites=level.sites,
        estimate_window_before=before,
        estimate_year_before=year,
    )


def _of_everybody(everybody: pl.DataFrame, window: int) -> _Level:
    row = everybody.filter(window_index=window).row(0, named=True)
    ends = (row["ci_low"], row["ci_high"])
    behind_it = (row["n_people"], row["n_sites"])
    return _Level("everybody", EVERYBODY, row["estimate"], *ends, "interval", *behind_it)


def _of_sites(sites: pl.DataFrame, window: int) -> _Level:
    """The median over the sites, with their lowest and highest; one alone has its interval."""
    now = sites.filter(window_index=window).sort("site_id")
    values, people = now["estimate"], int(now["n_people"].sum())
    if now.height == 1:
        row = now.row(0, named=True)
        ends = (row["ci_low"], row["ci_high"])
        return _Level(row["site_id"], BURDEN, row["estimate"], *ends, "interval", people, 1)
    middle = round(median(values.to_list()), 2)
    ends = (min(values), max(values))
    subject = f"middle of {now.height} sites"
    return _Level(subject, BURDEN, middle, *ends, "sites", people, now.height)


def _middle(rows: pl.DataFrame, window: int) -> float | None:
    values = rows.filter(window_index=window)["estimate"].to_list()
    return round(median(values), 2) if values else None
