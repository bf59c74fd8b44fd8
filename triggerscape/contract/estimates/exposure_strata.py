"""What is estimated of the strata of days by posture, sleep and stress."""

from __future__ import annotations

from triggerscape.contract.estimates.columns import count, number, text
from triggerscape.contract.language import Column, Kind, Table
from triggerscape.exposure_bands import EXPOSURES

EXPOSURE_STRATUM_ESTIMATE = Table(
    name="estimates.exposure_stratum",
    grain="one row per stratum of days, outcome and measure",
    key=(*(exposure.column for exposure in EXPOSURES), "outcome_id", "measure_id"),
    columns=(
        *(
            text(exposure.column, f"Band of {exposure.code}; {exposure.meaning}; or all")
            for exposure in EXPOSURES
        ),
        text("outcome_id", "What is counted on the outcome day"),
        text("measure_id", "onset_rate, or onset_ratio against the reference stratum"),
        text("status", "estimated, or not_estimable"),
        text("reason", "Why there is no estimate"),
        *(
            Column(f"{exposure.code}_order", Kind.BIGINT, "Place of the band when drawn; 0 for all")
            for exposure in EXPOSURES
        ),
        Column("is_reference", Kind.BOOLEAN, "Every band it names is the best one"),
        number("estimate", "Attacks per 100 at-risk days, or a ratio of two such"),
        number("standard_error", "Standard error of the rate per day as a logit, of the log ratio"),
        number("ci_low", "Lower end of the 95% interval"),
        number("ci_high", "Upper end of the 95% interval"),
        count(
            "n_people",
            "People with a day in the stratum; of a ratio, with a day in both and an attack",
            "{person}",
        ),
        count("n_days", "Their days in the stratum; of a ratio, in both", "d"),
        count("n_attacks", "Attacks that began on those days", "{attack}"),
        count("n_sites", "Their sites", "{site}"),
    ),
)
