"""The people of every trial behind a published comparison, drawn again by the trial's own SELECT.

A trial counts those who started and brings those they are compared with. Who lies outside the
overlap is left out of ``n_people`` by a fitted propensity; whoever is in the trial has a part in
that propensity, so all of the trial stands behind the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.designs.trials.active_trial import active_trial_sql
from triggerscape.warehouse.designs.trials.layer_trial import layer_trial_sql
from triggerscape.warehouse.designs.trials.no_start_trial import NO_START, no_start_trial_sql
from triggerscape.warehouse.designs.trials.stop_trial import stop_trial_sql
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

TRIAL = "contributing_trial"
STARTS, LAYERS, STOPS = "starts", "layers", "stops"
_ASKED = f"""
SELECT '{STARTS}' AS kind, therapy_id AS one, comparator_id AS other FROM estimates.therapy_effect
UNION
SELECT '{STARTS}', therapy_id, comparator_id FROM estimates.therapy_value
WHERE comparator_id <> 'none'
UNION
SELECT '{STARTS}', group_id, comparator_id FROM estimates.therapy_technique
UNION
SELECT '{STARTS}', therapy_id, '{NO_START}' FROM estimates.therapy_dose
UNION
SELECT '{LAYERS}', therapy_a, therapy_b FROM estimates.therapy_combination WHERE n_a IS NOT NULL
UNION
SELECT CASE WHEN therapy_id = comparator_id THEN '{STOPS}' ELSE '{STARTS}' END,
    therapy_id, comparator_id
FROM estimates.therapy_event_time
ORDER BY ALL
"""
_OF_STARTS = "leaf, sessions_28, minutes_28, is_stopped_by_84"
_NO_START_COLUMNS = (
    "CAST(NULL AS VARCHAR) AS leaf, CAST(NULL AS BIGINT) AS sessions_28, "
    "CAST(NULL AS BIGINT) AS minutes_28, CAST(NULL AS BOOLEAN) AS is_stopped_by_84"
)


def make_trials(con: duckdb.DuckDBPyConnection) -> bool:
    """The temporary table TRIAL: kind, one, other, and a row per person and time zero of each.

    With arm, leaf, sessions_28, minutes_28, is_stopped_by_84, what was known at time zero, and
    ``base``, a digest of what every comparison holds alike. False where nothing was compared.
    """
    asked = con.execute(_ASKED).fetchall()
    if not asked:
        return False
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE {TRIAL} AS
SELECT t.kind, t.one, t.other, t.arm, t.leaf, t.sessions_28, t.minutes_28, t.is_stopped_by_84, z.*,
    md5_number_lower(concat_ws(
        '|', t.arm, z.index_date, coalesce(z.mmd_m6, -1), coalesce(z.mmd_m5, -1),
        coalesce(z.mmd_m4, -1), z.mmd_m3, z.mmd_m2, z.mmd_m1, coalesce(z.headache_before, -1),
        coalesce(z.severe_before, -1), coalesce(z.acute_before, -1), z.age_years, z.is_female,
        z.is_chronic, z.therapies_before, coalesce(z.neck_pain_before, -1),
        coalesce(z.stress_before, -1)
    )) AS base
FROM ({_all_rows(asked)}) AS t
JOIN trials.person_at_zero AS z ON z.person_id = t.person_id AND z.index_date = t.index_date
""")
    return True


def of_trial(
    keys: Mapping[str, str],
    told: str,
    *,
    where: str,
    counted: str = "arm = 1",
    source: str = TRIAL,
) -> str:
    """People of TRIAL by ``keys`` (name: expression), and what they bring beside base.

    ``told`` is a list of SQL expressions, none of them null; ``counted`` says whom ``n_people``
    counts.
    """
    names = ", ".join(keys)
    given = ", ".join(f"{expression} AS {name}" for name, expression in keys.items())
    return f"""
SELECT {names}, person_id, any_value(site_code) AS site_code, bool_or(is_in) AS is_counted,
    CAST(NULL AS DOUBLE) AS person_amount, bit_xor(mark) AS digest
FROM (
    SELECT {given}, person_id, site_code, {counted} AS is_in,
        md5_number_lower(concat_ws('|', base, {told})) AS mark
    FROM {source}
    WHERE {where}
)
GROUP BY {names}, person_id"""


def _all_rows(asked: list[tuple[str, str, str]]) -> str:
    parts = []
    for kind, one, other in asked:
        own = _OF_STARTS if kind == STARTS else _NO_START_COLUMNS
        parts.append(
            f"SELECT {sql_text(kind)} AS kind, {sql_text(one)} AS one, {sql_text(other)} AS other, "
            f"person_id, index_date, arm, {own} FROM ({_trial_sql(kind, one, other)})"
        )
    return "\nUNION ALL\n".join(parts)


def _trial_sql(kind: str, one: str, other: str) -> str:
    if kind == LAYERS:
        return layer_trial_sql(one, other)
    if kind == STOPS:
        return stop_trial_sql(one)
    return no_start_trial_sql(one) if other == NO_START else active_trial_sql(one, other)
