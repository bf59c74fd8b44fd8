"""The published dose-responses."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT


def _p_value(name: str, meaning: str) -> Column:
    return Column(name, Kind.DOUBLE, meaning, unit="1", role=Role.ESTIMATE, decimals=4)


DOSE_RESPONSE = Table(
    name="pub.dose_response",
    grain="one row per dose, estimand, outcome, amount and measure",
    key=("dose_id", "estimand_id", "outcome_id", "amount", "measure_id"),
    columns=(
        *FIRST,
        key("dose_id", "What comes in amounts"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        TRIGGER_EFFECT.column("outcome_id"),
        key("amount", "The amount of the row", Kind.DOUBLE),
        Column("label", Kind.TEXT, "What comes in amounts, in words", role=Role.NOTE),
        Column("unit", Kind.TEXT, "Unit of amount and reference amount, UCUM", role=Role.NOTE),
        TRIGGER_EFFECT.column("lag_days"),
        Column(
            "reference_amount",
            Kind.DOUBLE,
            "The amount it is compared with; its own rate ratio is 1 by definition",
            role=Role.NOTE,
        ),
        Column(
            "form",
            Kind.TEXT,
            "spline: a smooth curve; levels: each value by itself",
            role=Role.NOTE,
        ),
        *estimate(decimals=3),
        TRIGGER_EFFECT.column("n_attacks"),
        Column(
            "in_support",
            Kind.BOOLEAN,
            "Enough people have days near the amount and days elsewhere",
            role=Role.NOTE,
        ),
        Column(
            "share_of_days",
            Kind.DOUBLE,
            "Days near the amount, of all days of people in whom it varied",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        _p_value("p_any", "p value of any effect of the amount"),
        _p_value("q_any", "The same after Benjamini-Hochberg over the doses of the outcome"),
        _p_value("p_not_straight", "p value of a departure from a straight line"),
        Column("shape", Kind.TEXT, "The word for the curve", role=Role.NOTE),
        Column("shape_rule", Kind.TEXT, "The rule that gave the word", role=Role.NOTE),
    ),
    warnings=(
        "Intervals hold for one amount each, not for the whole curve at once.",
        "n_people and n_days count those near the amount; the curve rests on everybody's days.",
    ),
)
