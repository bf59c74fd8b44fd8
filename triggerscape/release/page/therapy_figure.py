"""Figure: does a therapy do better than its active comparator, and by a worthwhile amount?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.page.forest import ForestRow, difference_axis, forest
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.wording import (
    Row,
    count,
    interval,
    number,
    state,
    verdict,
    with_interval,
)

SMALLEST_WORTHWHILE = 0.5
_ESTIMANDS = {
    "att_bracket": "Range of both methods",
    "att_aipw": "Weighting and outcome model",
    "att_did": "Difference in differences",
}


def therapy_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Differences in monthly migraine days against the comparator, one panel per comparison."""
    labels = dict(tables["pub.dim_therapy"].select("therapy_id", "label").iter_rows())
    effects = tables["pub.therapy_effect"].filter(pl.col("measure_id") == "mmd_difference")
    pairs: dict[str, list[Row]] = {}
    for row in effects.iter_rows(named=True):
        names = (labels.get(row[key], row[key]) for key in ("therapy_id", "comparator_id"))
        pairs.setdefault(" against ".join(names), []).append(row)
    values = effects.select("ci_low", "ci_high").unpivot()["value"].drop_nulls().to_list()
    axis = difference_axis(values, SMALLEST_WORTHWHILE, "migraine days per 28 days")
    panels = []
    for position, (pair, rows) in enumerate(pairs.items()):
        rows.sort(key=lambda row: _order(row["estimand_id"]))
        drawn = [_forest_row(row, threshold) for row in rows]
        svg = forest(drawn, axis, name=f"therapy-{position}", title=pair)
        panels.append(Panel(f"{pair} ({_who(rows[0], threshold)})", svg))
    return Figure(
        anchor="therapies",
        question="Does a therapy do better than its alternative?",
        reading=therapy_reading(pairs, threshold),
        how_to_read=(
            "Dot and line: difference in migraine days per 28 days between people who started the "
            "therapy and comparable people who started the other, with its 95% interval. Left of "
            "0 is better. Shaded: less than half a day either way, too little to matter. Blue: "
            "the verdict is supported."
        ),
        panels=tuple(panels),
        numbers=_numbers(pairs, threshold),
    )


def therapy_reading(pairs: Mapping[str, list[Row]], threshold: int) -> str:
    """One sentence per comparison: the difference, its interval, the verdict."""
    if not pairs:
        return "No comparison of therapies could be made."
    return " ".join(f"{pair}: {_said(_headline(rows), threshold)}." for pair, rows in pairs.items())


def _said(row: Row, threshold: int) -> str:
    value = row["estimate"]
    if value is None:
        said = with_interval(row, 2, threshold)
        return f"{said} migraine days in 28, {verdict(row)}" if interval(row) else said
    amount = (
        "no difference"
        if value == 0
        else f"{number(abs(value), 2)} {'fewer' if value < 0 else 'more'} migraine days in 28"
    )
    low, high = number(row["ci_low"], 2), number(row["ci_high"], 2)
    return f"{amount} (95% interval of the difference {low} to {high}), {verdict(row)}"


def _headline(rows: list[Row]) -> Row:
    return min(rows, key=lambda row: _order(row["estimand_id"]))


def _order(estimand: str) -> tuple[int, str]:
    known = list(_ESTIMANDS)
    return (known.index(estimand) if estimand in known else len(known), estimand)


def _method(row: Row) -> str:
    estimand = str(row["estimand_id"])
    return _ESTIMANDS.get(estimand, estimand)


def _who(row: Row, threshold: int) -> str:
    if row["status"] != "ok":
        return state(row, threshold)
    return f"{count(row['n_people'])} and {count(row['n_comparator'])} people"


def _forest_row(row: Row, threshold: int) -> ForestRow:
    return ForestRow(
        _method(row),
        interval(row),
        is_marked=row["verdict"] == "supported",
        reason=state(row, threshold) or "not available",
    )


def _numbers(pairs: Mapping[str, list[Row]], threshold: int) -> NumberTable:
    heads = (
        "Comparison",
        "Method",
        "Difference (95% interval)",
        "Started it",
        "Started the other",
        "Overlap",
        "Could have found",
        "Verdict",
    )
    rows = tuple(
        (
            pair,
            _method(row),
            with_interval(row, 2, threshold),
            count(row["n_people"]),
            count(row["n_comparator"]),
            number(row["overlap_share"], 2),
            number(row["smallest_detectable"], 2),
            verdict(row),
        )
        for pair, found in pairs.items()
        for row in found
    )
    return NumberTable("Difference in migraine days per 28 days, by comparison", heads, rows)
