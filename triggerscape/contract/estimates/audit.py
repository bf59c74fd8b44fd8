"""Whether a second calculation, in SQL, comes to the same trigger estimates."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Column, Kind, Table

TRIGGER_AUDIT_ESTIMATE = Table(
    name="estimates.trigger_audit",
    grain="one row per outcome: the within-person model that answers for most factors",
    key=("outcome_id",),
    columns=(
        text("outcome_id", "What is counted on the outcome day"),
        count("n_factors", "Factors in the model", "{factor}"),
        count("n_people", "People with an attack and a day to compare it with", "{person}"),
        number(
            "coefficient_difference",
            "Largest difference of a log rate ratio between the two calculations, in its standard "
            "errors",
        ),
        number("error_difference", "Largest relative difference of a standard error"),
        Column("is_agreed", Kind.BOOLEAN, "Both differences are at most one in a million"),
    ),
)
