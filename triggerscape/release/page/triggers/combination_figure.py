"""Figure: which factors bring more attacks on the same day than each brings by itself."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.page.charts.forest import ForestAxis, ForestRow, forest, ratio_axis
from triggerscape.release.page.headline_outcome import OUTCOMES, headline_outcome
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.triggers.combination_reading import (
    CALLED_AT,
    Pair,
    by_chance,
    combination_reading,
)
from triggerscape.release.page.wording import (
    Row,
    count,
    interval,
    number,
    state,
    with_interval,
)

MOST_DRAWN = 10
"""Pairs that are drawn: findings, then those met most often; the table holds all of them."""
_SAID = {
    "more_than_multiplied": "more than the two multiplied",
    "less_than_multiplied": "less than the two multiplied",
    "more_than_added": "more than the two added up",
    "less_than_added": "less than the two added up",
    "no_interaction_shown": "nothing beyond the two shown",
    "not_estimable": "met too rarely",
}


def combination_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Pairs of factors against what the two add up to and multiply to; findings first."""
    outcome, pairs = _pairs(tables)
    drawn = [pair for pair in pairs if pair.reading != "not_estimable"][:MOST_DRAWN]
    more = len(pairs) - len(drawn)
    more = len(pairs) - len(drawn)
    in_table = f"; {more} more pairs in the table" if more else ""
    who = f"{_people(drawn)}{in_table}"
    added = [_forest_row(pair, pair.excess, threshold) for pair in drawn]
    multiplied = [_forest_row(pair, pair.ratio, threshold) for pair in drawn]
    charts = (
        (f"Attacks beyond what the two add up to ({who})", added, _excess_axis(_ends(added))),
        (
            f"Rate of both against the two multiplied ({who})",
            multiplied,
            ratio_axis(_ends(multiplied)),
        ),
    )
    return Figure(
        anchor="combinations",
        question="Which triggers are worse together than apart?",
        reading=combination_reading(pairs),
        how_to_read=(
            f"First: on days with both factors, how many more times in 100 {OUTCOMES[outcome]} "
            "follows than the two add up to; 0 is exactly that. Second: how often, against the two "
            "rate ratios multiplied; 1 is exactly that. Lines are 95% intervals, one pair at a "
            "time; blue where the test over all pairs at once calls it a finding. Two factors that "
            "just multiply lie above 0 in the first. Below the findings stand the pairs with "
            "the most days of both."
        ),
        panels=tuple(
            Panel(heading, forest(rows, axis, name=f"together-{place}", title=heading, lines=3))
            for place, (heading, rows, axis) in enumerate(charts)
            if rows
        ),
        numbers=_numbers(pairs, threshold, outcome),
    )


def _pairs(tables: Mapping[str, pl.DataFrame]) -> tuple[str, list[Pair]]:
    """The headline outcome and its pairs: findings first, then those with the most days of both."""
    rows = tables["pub.trigger_combination"]
    outcome = headline_outcome(rows)
    labels = dict(tables["pub.dim_trigger"].select("trigger_id", "label").iter_rows())
    found: dict[str, dict[str, Row]] = {}
    for row in rows.filter(pl.col("outcome_id") == outcome).iter_rows(named=True):
        names = (labels.get(row[key]) or row[key] for key in ("first_id", "second_id"))
        found.setdefault(" + ".join(names), {})[row["measure_id"]] = row
    pairs = [
        Pair(
            label, kinds["excess_attacks"], kinds["interaction_ratio"], kinds["co_occurrence_lift"]
        )
        for label, kinds in found.items()
    ]
    return outcome, sorted(pairs, key=_place)


def _place(pair: Pair) -> tuple[float, int, str]:
    chances = [row["q_value"] for row in (pair.excess, pair.ratio) if pair.is_finding(row)]
    return min(chances, default=1.0), -(pair.ratio["n_days"] or 0), pair.label


def _forest_row(pair: Pair, row: Row, threshold: int) -> ForestRow:
    return ForestRow(
        pair.label,
        interval(row),
        is_marked=pair.is_finding(row),
        reason=state(row, threshold) or "not available",
    )


def _ends(rows: list[ForestRow]) -> list[float]:
    return [end for row in rows if row.interval for end in (row.interval[0], row.interval[2])]


def _excess_axis(values: list[float]) -> ForestAxis:
    largest = max((abs(value) for value in values), default=1.0)
    end = next((stop for stop in (2, 4, 8, 16, 32) if stop >= largest), 100)
    ticks = (-end, -end / 2, 0.0, end / 2, float(end))
    return ForestAxis("attacks in 100 days with both", (-end, end), ticks, no_effect=0.0)


def _people(pairs: list[Pair]) -> str:
    known = sorted(pair.ratio["n_people"] for pair in pairs if pair.ratio["n_people"] is not None)
    if not known:
        return "nobody to show"
    ends = " to ".join(count(end) for end in dict.fromkeys((known[0], known[-1])))
    return f"{ends} people with both on a day"


def _numbers(pairs: list[Pair], threshold: int, outcome: str) -> NumberTable:
    heads = (
        "Pair",
        "Attacks in 100 days with both, beyond the sum (95% interval)",
        "q value of it",
        "Rate ratio against the product (95% interval)",
        "q value of it",
        "Met against met by chance (95% interval)",
        "People",
        "Days with both",
        "Attacks",
        "What may be said",
    )
    rows = tuple(
        (
            pair.label,
            with_interval(pair.excess, 1, threshold),
            _chance(pair.excess),
            with_interval(pair.ratio, 2, threshold),
            _chance(pair.ratio),
            with_interval(pair.lift, 2, threshold),
            count(pair.ratio["n_people"]),
            count(pair.ratio["n_days"]),
            count(pair.ratio["n_attacks"]),
            _SAID.get(pair.reading) or state(pair.ratio, threshold),
        )
        for pair in pairs
    )
    return NumberTable(f"Two factors on the same day and {OUTCOMES[outcome]}", heads, rows)


def _chance(row: Row) -> str:
    q_value = row["q_value"]
    if q_value is None:
        return "–"
    said = f" ({by_chance(q_value)})" if q_value <= CALLED_AT else ""
    return f"{number(q_value, 4)}{said}"
