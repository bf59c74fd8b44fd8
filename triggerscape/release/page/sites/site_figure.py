"""Figure: which sites differ by more than chance and the people who come to them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.page.charts.funnel_chart import FunnelPoint, funnel_chart
from triggerscape.release.page.parts import SITE_HEAD, Figure, NumberTable, Panel
from triggerscape.release.page.sites.site_reading import BEYOND, Comparison, site_reading
from triggerscape.release.page.wording import (
    Row,
    count,
    number,
    state,
    with_interval,
)

_MEASURES = ("migraine_days_ratio", "responder_50_ratio", "completeness_ratio")
_BASES = {"daily_prompt": "asked every day", "event_log": "written when something happens"}


def site_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """A funnel per thing compared: ratios of observed to expected against the size of a site."""
    comparisons = _comparisons(tables)
    panels = tuple(
        Panel(
            _heading(comparison),
            funnel_chart(
                [_point(row) for row in comparison.shown],
                name=f"sites-{place}",
                title=comparison.label,
            ),
        )
        for place, comparison in enumerate(comparisons)
        if comparison.shown
    )
    return Figure(
        anchor="sites",
        question="Which sites differ by more than chance and the people who come?",
        reading=site_reading(comparisons),
        how_to_read=(
            "Dot: what a site has over what is expected of people like those who come to it, with "
            "a 95% interval; 1 is just as expected. Shaded: within the 95% limits; dashed: the "
            "99.8% limits, both as wide as sites differ anyway and wider for few people. Of 20 "
            "sites like all others one lies beyond the 95% limits by luck. A site beyond, in blue "
            "with its name, is a question to ask, not a verdict."
        ),
        panels=panels,
        numbers=_numbers(comparisons, tables, threshold),
    )


def _comparisons(tables: Mapping[str, pl.DataFrame]) -> list[Comparison]:
    labels = dict(tables["pub.dim_measure"].select("measure_id", "label").iter_rows())
    by_measure: dict[str, list[Row]] = {}
    for row in tables["pub.site_comparison"].sort("measure_id", "site_id").iter_rows(named=True):
        by_measure.setdefault(row["measure_id"], []).append(row)
    known = [name for name in _MEASURES if name in by_measure]
    rest = [name for name in by_measure if name not in _MEASURES]
    return [Comparison(labels.get(name, name), tuple(by_measure[name])) for name in [*known, *rest]]


def _point(row: Row) -> FunnelPoint:
    return FunnelPoint(
        site=row["site_id"],
        people=row["n_people"],
        ratio=row["estimate"],
        interval=(row["ci_low"], row["ci_high"]),
        limits_95=(row["limit_95_low"], row["limit_95_high"]),
        limits_998=(row["limit_998_low"], row["limit_998_high"]),
        is_beyond=row["funnel_band"] in BEYOND,
    )


def _heading(comparison: Comparison) -> str:
    people = sorted(row["n_people"] for row in comparison.shown)
    ends = " to ".join(count(end) for end in dict.fromkeys((people[0], people[-1])))
    left = len(comparison.rows) - len(people)
    missing = f"; {left} not shown" if left else ""
    return f"{comparison.label}: {len(people)} sites of {ends} people{missing}"


def _numbers(
    comparisons: list[Comparison], tables: Mapping[str, pl.DataFrame], threshold: int
) -> NumberTable:
    bases = dict(tables["pub.dim_site"].select("site_id", "entry_basis").iter_rows())
    heads = (
        SITE_HEAD,
        "What is compared",
        "Observed over expected (95% interval)",
        "Observed",
        "Expected",
        "95% limits",
        "99.8% limits",
        "People",
        "Where it stands",
        "Its diary",
    )
    rows = tuple(
        (
            row["site_id"],
            comparison.label,
            with_interval(row, 2, threshold),
            number(row["observed_mean"], 1),
            number(row["expected_mean"], 1),
            _limits(row, "95"),
            _limits(row, "998"),
            count(row["n_people"]),
            row["funnel_band"] or row["reason"] or state(row, threshold) or "–",
            _BASES.get(bases.get(row["site_id"], ""), "–"),
        )
        for comparison in comparisons
        for row in comparison.rows
    )
    return NumberTable("Sites against what is expected of the people who come", heads, rows)


def _limits(row: Row, width: str) -> str:
    low, high = row[f"limit_{width}_low"], row[f"limit_{width}_high"]
    return "–" if low is None else f"{number(low, 2)} to {number(high, 2)}"
