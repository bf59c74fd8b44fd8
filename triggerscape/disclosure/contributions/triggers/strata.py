"""People behind exposure_stratum: with such a day; of a ratio, with days of both kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.disclosure.contributions.informative_people import digest_of
from triggerscape.disclosure.contributions.triggers.diaries import named
from triggerscape.exposure_bands import ALL, EXPOSURES
from triggerscape.warehouse.designs.stratum_days import stratum_days_sql
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from triggerscape.disclosure.contributions.triggers.diaries import Diaries

_BANDS = [exposure.column for exposure in EXPOSURES]


def stratum_sql(diaries: Diaries) -> str:
    """Keys: the band columns, outcome_id, measure_id.

    All strata of a person at once, where the fit counts one stratum after the other.
    """
    columns = ", ".join(_BANDS)
    named_bands = ", ".join(f"coalesce({band}, {sql_text(ALL)}) AS {band}" for band in _BANDS)
    is_reference = " AND ".join(
        f"s.{e.column} IN ({sql_text(ALL)}, {sql_text(e.best)})" for e in EXPOSURES
    )
    compared = " AND ".join(
        f"r.{e.column} = CASE s.{e.column} WHEN {sql_text(ALL)} THEN {sql_text(ALL)} "
        f"ELSE {sql_text(e.best)} END"
        for e in EXPOSURES
    )
    of_both = digest_of("s.days", "s.attacks", "r.days", "r.attacks")
    outcome = named(diaries.onset_id, "outcome_id")
    return f"""
WITH stratum AS (
    SELECT person_id, any_value(site_code) AS site_code, {named_bands},
        sum(days) AS days, sum(attacks) AS attacks
    FROM ({stratum_days_sql(diaries.at_risk)})
    GROUP BY person_id, CUBE ({columns})
)
SELECT {columns}, {outcome}, 'onset_rate' AS measure_id, person_id, site_code,
    true AS is_counted, CAST(attacks AS DOUBLE) AS person_amount,
    {digest_of("days", "attacks")} AS digest
FROM stratum
UNION ALL
SELECT {", ".join(f"s.{band}" for band in _BANDS)}, {outcome}, 'onset_ratio', s.person_id,
    s.site_code, true, CAST(NULL AS DOUBLE), {of_both}
FROM stratum AS s
JOIN stratum AS r ON r.person_id = s.person_id AND {compared}
WHERE s.attacks + r.attacks > 0 AND NOT ({is_reference})"""
