"""What stands out: the strongest trigger, and the therapy with the best support."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.release.derived.kpi.answer import Answer, behind, spread, value
from triggerscape.release.page.headline_outcome import OUTCOMES, headline_outcome
from triggerscape.release.page.wording import number_of
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tables = Mapping[str, pl.DataFrame]

TRIGGERS, THERAPIES = "pub.trigger_effect", "pub.therapy_effect"
DIM_TRIGGER, DIM_THERAPY = "pub.dim_trigger", "pub.dim_therapy"


def strongest_trigger(tables: Tables) -> Answer:
    """The trigger whose rate ratio has the highest lower end: few people make a high ratio easy."""
    kpi_id, label = "strongest_trigger", "Strongest trigger"
    within = tables[TRIGGERS].filter(measure_id="rate_ratio", estimand_id="within_person")
    outcome = headline_outcome(within)
    judged = within.filter(outcome_id=outcome, verdict="trigger", status="ok")
    if judged.is_empty():
        return Answer(kpi_id, label, TRIGGERS, "rate_ratio", "No factor is shown to be a trigger.")
    order = ["ci_low", "trigger_id"]
    row = judged.sort(order, descending=[True, False], nulls_last=True).row(0, named=True)
    name = _labels(tables[DIM_TRIGGER], "trigger_id")[row["trigger_id"]]
    low, high = row["ci_low"], row["ci_high"]
    return Answer(
        kpi_id,
        label,
        TRIGGERS,
        "rate_ratio",
        f"{name}: {OUTCOMES[outcome]} comes {value(kpi_id, row['estimate'])} times as often after "
        f"it as on the same people's other days ({spread(kpi_id, low, high, 'interval')}; "
        f"{behind(row['n_people'], row['n_sites'])}).",
        subject=name,
        estimate=row["estimate"],
        range_low=low,
        range_high=high,
        range_kind="interval",
        n_people=row["n_people"],
        n_sites=row["n_sites"],
    )


def best_supported_therapy(tables: Tables) -> Answer:
    """The comparison with another therapy that both methods support, furthest from no difference.

    No start is no active comparator: what people expect of a start is in that difference.
    """
    kpi_id, label = "best_supported_therapy", "Best-supported therapy"
    pairs = tables[THERAPIES].filter(
        pl.col("comparator_id") != NO_START,
        measure_id="mmd_difference",
        estimand_id="att_bracket",
    )
    supported = pairs.filter(verdict="supported", status="ok").drop_nulls(["ci_low", "ci_high"])
    if supported.is_empty():
        return Answer(kpi_id, label, THERAPIES, "mmd_difference", _none_supported(pairs))
    row = supported.sort("ci_high", "therapy_id", "comparator_id").row(0, named=True)
    labels = _labels(tables[DIM_THERAPY], "therapy_id")
    name = f"{labels[row['therapy_id']]} against {labels[row['comparator_id']]}"
    low, high = row["ci_low"], row["ci_high"]
    people = row["n_people"] + row["n_comparator"]
    return Answer(
        kpi_id,
        label,
        THERAPIES,
        "mmd_difference",
        f"{name}: difference in migraine days per 28 days, "
        f"{spread(kpi_id, low, high, 'methods')} ({behind(people, row['n_sites'])}); supported.",
        subject=name,
        estimate=row["estimate"],
        range_low=low,
        range_high=high,
        range_kind="methods",
        n_people=people,
        n_sites=row["n_sites"],
    )


def _none_supported(pairs: pl.DataFrame) -> str:
    if pairs.is_empty():
        return "No therapy was compared with another."
    unsettled = pairs.filter(verdict="not_settled").height
    many = number_of(pairs.height, "comparison", "comparisons")
    return (
        f"Of {many} of a therapy with another none is supported by both methods: {unsettled} not "
        f"settled, {pairs.height - unsettled} with too few people or hidden."
    )


def _labels(dim: pl.DataFrame, key: str) -> dict[str, str]:
    return {code: label or code for code, label in dim.select(key, "label").iter_rows()}
