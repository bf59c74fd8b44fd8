"""What the models say about amounts: the rate of attacks along each of them."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import RATIO, number, text
from triggerscape.contract.language import Column, Kind, Table

DOSE_RESPONSE_ESTIMATE = Table(
    name="estimates.dose_response",
    grain="one row per dose, outcome and amount",
    key=("dose_id", "outcome_id", "amount"),
    columns=(
        text("dose_id", "What comes in amounts"),
        text("outcome_id", "What is counted on the outcome day"),
        number("amount", "The amount", "as the column unit says"),
        text("label", "What comes in amounts, in words"),
        text("unit", "Unit of the amount"),
        Column("lag_days", Kind.INTEGER, "Days between amount and outcome", unit="d"),
        number("reference_amount", "The amount it is compared with", "as the column unit says"),
        text("form", "spline, levels or none"),
        *RATIO,
        number("share_of_days", "Days near the amount, of all days of people in whom it varied"),
        number("p_any", "p value of any effect of the amount"),
        number("q_any", "The same after Benjamini-Hochberg over the doses"),
        number("p_not_straight", "p value of a departure from a straight line"),
        text("shape", "The word for the curve"),
        text("shape_rule", "The rule that gave the word"),
    ),
)
