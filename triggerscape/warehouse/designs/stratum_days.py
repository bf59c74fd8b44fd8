"""Each person's at-risk days and attacks by stratum of posture, sleep and stress, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.doses import DOSES
from triggerscape.exposure_bands import ALL, EXPOSURES
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.exposure_bands import BandedExposure

_COLUMNS = {dose.code: quoted(dose.design_column) for dose in DOSES}
ALL_KNOWN = " AND ".join(f"{_COLUMNS[exposure.dose]} IS NOT NULL" for exposure in EXPOSURES)
"""The condition of days on which every exposure is known."""


def stratum_days_sql(where: str) -> str:
    """One row per person and stratum of the days of design.onset where ``where`` holds.

    Columns: person_id, site_code, the band columns, days, attacks (whole numbers). Days on which
    an exposure is unknown are left out.
    """
    bands = ", ".join(f"{_band(exposure)} AS {exposure.column}" for exposure in EXPOSURES)
    return f"""
SELECT person_id, any_value(site_code) AS site_code, {bands},
    count(*) AS days, CAST(sum(outcome) AS BIGINT) AS attacks
FROM {ONSET_DESIGN}
WHERE {where} AND outcome IS NOT NULL AND {ALL_KNOWN}
GROUP BY person_id, {", ".join(exposure.column for exposure in EXPOSURES)}"""


def is_in(words: Sequence[str]) -> str:
    """The condition of strata with these bands, one an exposure in their order; ``all`` is any."""
    named = (
        f"{exposure.column} = {sql_text(word)}"
        for exposure, word in zip(EXPOSURES, words, strict=True)
        if word != ALL
    )
    return " AND ".join(named) or "true"


def _band(exposure: BandedExposure) -> str:
    amount = _COLUMNS[exposure.dose]
    cases = []
    for band in exposure.bands:
        limits = [f"{amount} > {band.above!r}"] if band.above is not None else []
        limits += [f"{amount} <= {band.up_to!r}"] if band.up_to is not None else []
        cases.append(f"WHEN {' AND '.join(limits)} THEN {sql_text(band.word)}")
    return f"CASE {' '.join(cases)} END"
