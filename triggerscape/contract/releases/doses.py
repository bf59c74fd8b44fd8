"""The published findings about how much of a therapy."""

from __future__ import annotations

from triggerscape.contract.language import Table
from triggerscape.contract.releases.columns import FIRST, estimate, key
from triggerscape.contract.releases.parts_columns import OVERLAP, chance, note, people

THERAPY_DOSE = Table(
    name="pub.therapy_dose",
    grain="one row per therapy, estimand, kind of dose and level",
    key=("therapy_id", "estimand_id", "dose_id", "dose_level"),
    columns=(
        *FIRST,
        key("therapy_id", "The therapy; see dim_therapy"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        key("dose_id", "sessions_28 or minutes_28: counted in days 0 to 27 after the start"),
        key("dose_level", "So many sessions, per session or per hour; any where nothing is told"),
        note("reference_level", "The level it is compared with; empty of a slope"),
        *estimate(decimals=2),
        people("n_reference", "People at the reference level, of a slope everybody; rounded"),
        chance("p_value", "Two-sided p value"),
        *OVERLAP,
        note("reason", "Why there is no number"),
    ),
    warnings=(
        "People who come more often differ from those who come once, in more than is recorded: "
        "these are associations, and no verdict hangs on them.",
        "Sessions are those of the first 28 days, outcomes of days 28 to 83, of people followed "
        "through both: nobody has more because they were followed longer.",
    ),
)
