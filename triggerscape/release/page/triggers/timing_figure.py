"""Figure: on which day a factor is linked with attacks, for those that are linked at all."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from triggerscape.release.page.charts.forest import ForestRow, forest, ratio_axis
from triggerscape.release.page.parts import Figure, NumberTable, Panel
from triggerscape.release.page.wording import (
    Row,
    count,
    interval,
    number,
    number_of,
    state,
    verdict,
    with_interval,
)

DAYS_BY_LAG = {
    3: "3 days before",
    2: "2 days before",
    1: "the day before",
    0: "the day itself",
    -1: "the day after",
}
LINKED = ("trigger", "protective", "reactive", "early_sign_or_trigger")


def timing_figure(tables: Mapping[str, pl.DataFrame], threshold: int) -> Figure:
    """Five days of every factor with a link to attacks; the day fixed beforehand is marked."""
    factors = _linked(tables)
    ends = [end for _, days in factors for row in days for end in _ends(row)]
    axis = ratio_axis(ends)
    panels = tuple(
        Panel(
            f"{factor['label']}: {verdict(factor)}",
            forest(
                [_forest_row(row, factor, threshold) for row in days],
                axis,
                name=f"timing-{place}",
                title=factor["label"],
            ),
        )
        for place, (factor, days) in enumerate(factors)
    )
    return Figure(
        anchor="timing",
        question="On which day does a factor matter?",
        reading=timing_reading([factor for factor, _ in factors]),
        how_to_read=(
            "Dot and line: how much likelier an attack begins, by how long before it the factor "
            "was there, its other days alike, with a 95% interval. Blue: the day fixed beforehand, "
            "the only one that was tested. What happens on the day after an attack cannot have "
            "brought it on: a link there says that attacks move the factor."
        ),
        panels=panels,
        numbers=_numbers(factors, threshold),
    )


def timing_reading(factors: list[Row]) -> str:
    """How many factors are linked with attacks, and how many of these attacks move themselves."""
    if not factors:
        return "No factor is shown to be linked with attacks."
    moved = sum(factor["verdict"] == "reactive" for factor in factors)
    signs = sum(factor["verdict"] == "early_sign_or_trigger" for factor in factors)
    return (
        f"{number_of(len(factors), 'factor is', 'factors are')} linked with attacks: "
        f"{number_of(len(factors) - moved - signs, 'comes', 'come')} before them, "
        f"{number_of(signs, 'may be an early sign', 'may be early signs')}, and "
        f"{number_of(moved, 'moves', 'move')} with the attack itself."
    )


def _linked(tables: Mapping[str, pl.DataFrame]) -> list[tuple[Row, list[Row]]]:
    """Factors with a link, strongest first, each with its days from early to late."""
    effects = tables["pub.trigger_effect"].filter(
        pl.col("estimand_id") == "within_person", pl.col("verdict").is_in(list(LINKED))
    )
    labels = tables["pub.dim_trigger"].select("trigger_id", "label")
    chosen = effects.join(labels, on="trigger_id", how="left").with_columns(
        pl.coalesce("label", "trigger_id").alias("label")
    )
    timing = tables["pub.trigger_timing"].sort("lag_days", descending=True)
    found: list[tuple[Row, list[Row]]] = []
    order = chosen.sort("estimate", "trigger_id", "outcome_id", descending=[True, False, False])
    for factor in order.iter_rows(named=True):
        own = timing.filter(trigger_id=factor["trigger_id"], outcome_id=factor["outcome_id"])
        if own.height:
            found.append((factor, list(own.iter_rows(named=True))))
    return found


def _forest_row(row: Row, factor: Row, threshold: int) -> ForestRow:
    return ForestRow(
        DAYS_BY_LAG[row["lag_days"]],
        interval(row),
        is_marked=row["lag_days"] == factor["lag_days"],
        reason=state(row, threshold),
    )


def _ends(row: Row) -> tuple[float, ...]:
    found = interval(row)
    return (found[0], found[2]) if found else ()


def _numbers(factors: list[tuple[Row, list[Row]]], threshold: int) -> NumberTable:
    heads = ("Factor", "Day", "Rate ratio (95% interval)", "q value", "People", "What it can say")
    rows = tuple(
        (
            factor["label"],
            DAYS_BY_LAG[row["lag_days"]],
            with_interval(row, 2, threshold),
            number(row["q_value"], 4),
            count(row["n_people"]),
            row["reading"] or state(row, threshold),
        )
        for factor, days in factors
        for row in days
    )
    return NumberTable("Factors on the days around an attack", heads, rows)
