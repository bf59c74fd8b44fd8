"""The published strata of days: where among posture, sleep and stress do attacks begin?"""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT
from triggerscape.doses import DOSES
from triggerscape.exposure_bands import EXPOSURES, BandedExposure

_WHEN = ("of the same day: the sleep that ended on it", "of the day before")


def _band(exposure: BandedExposure) -> Column:
    lag = next(dose.primary_lag for dose in DOSES if dose.code == exposure.dose)
    name = exposure.code.capitalize()
    meaning = f"{name} {_WHEN[lag]}; {exposure.meaning}; all: whichever it was"
    return key(exposure.column, meaning, values=exposure.words)


def _order(exposure: BandedExposure) -> Column:
    return Column(
        f"{exposure.code}_order",
        Kind.BIGINT,
        f"Place of its {exposure.code} band when drawn, from 1; 0 for all",
        role=Role.NOTE,
    )


EXPOSURE_STRATUM = Table(
    name="pub.exposure_stratum",
    grain="one row per band of posture, of sleep and of stress or all, estimand, outcome, measure",
    key=(
        *(exposure.column for exposure in EXPOSURES),
        "estimand_id",
        "outcome_id",
        "measure_id",
    ),
    columns=(
        *FIRST,
        *(_band(exposure) for exposure in EXPOSURES),
        key("estimand_id", "What is estimated; see dim_estimand"),
        TRIGGER_EFFECT.column("outcome_id"),
        *estimate(decimals=3),
        *(_order(exposure) for exposure in EXPOSURES),
        Column(
            "is_reference",
            Kind.BOOLEAN,
            "Every band it names is the one the others are compared with: good, enough, low",
            role=Role.NOTE,
        ),
        Column("reason", Kind.TEXT, "Why there is no figure", role=Role.NOTE),
    ),
    warnings=(
        "Only at-risk days count on which posture, sleep and stress are all three known; a person "
        "has days in many strata, so people do not add up over strata.",
        "onset_rate mixes who people are with what their days are like: people who sleep little "
        "differ in much else. onset_ratio compares a person's days with that person's own.",
        "An onset_ratio compares with the days on which each band the row names is at its best and "
        "the others are whatever they were; the rows with is_reference have no onset_ratio row.",
        "Nothing else is held alike: what comes together with short sleep or stress is in it.",
        "There are 56 ratios: of intervals that hold in 95 of 100 two or three miss by chance, and "
        "the largest ratio is likely to look larger than it is.",
    ),
)
