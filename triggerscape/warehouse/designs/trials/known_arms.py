"""Whether each arm of a trial was known when it was: SELECTs that count the rows where it was not.

They read the rows of a trial under the name ``trial`` and look again at what its people used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.trials import FOLLOW_UP
from triggerscape.warehouse.literals import sql_text, sql_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def unknown_starts_sql(begun: Mapping[int, Sequence[str]], decided_on_day: int = 0) -> str:
    """How many rows of a trial of starts are in an arm that what was used does not bear out.

    ``begun`` names for each arm the therapies that its people began between time zero and the day
    on which the arm is decided, the first of them on time zero itself. The other therapies of the
    trial they had not used by that day. ValueError when the outcome begins before it is over.
    """
    if decided_on_day >= 28 * min(FOLLOW_UP):
        raise ValueError(f"arms decided on day {decided_on_day} overlap with the outcome")
    therapies = sorted({therapy for of_arm in begun.values() for therapy in of_arm})
    arms = ", ".join(
        f"({arm}, {sql_text(therapy)}, {therapy in of_arm})"
        for arm, of_arm in sorted(begun.items())
        for therapy in therapies
    )
    return f"""
WITH promised AS (SELECT * FROM (VALUES {arms}) AS v(arm, therapy_id, is_begun)),
used AS (
    SELECT person_id, therapy_id, min(index_date) AS first_date
    FROM features.first_use
    WHERE therapy_id IN ({sql_texts(therapies)})
    GROUP BY person_id, therapy_id
),
held AS (
    SELECT z.person_id, z.index_date, bool_or(p.is_begun) AS is_starter,
        bool_and(
            CASE WHEN p.is_begun
                THEN coalesce(date_diff('day', z.index_date, u.first_date), -1)
                    BETWEEN 0 AND {decided_on_day}
                ELSE coalesce(date_diff('day', z.index_date, u.first_date), {decided_on_day} + 1)
                    > {decided_on_day}
            END
        ) AS is_borne_out,
        min(u.first_date) FILTER (p.is_begun) AS first_begun
    FROM trial AS z
    LEFT JOIN promised AS p ON p.arm = z.arm
    LEFT JOIN used AS u ON u.person_id = z.person_id AND u.therapy_id = p.therapy_id
    GROUP BY z.person_id, z.index_date
)
SELECT count(*)
FROM held
WHERE is_starter IS NULL OR NOT is_borne_out OR (is_starter AND first_begun <> index_date)
"""


def unknown_stops_sql(therapy: str) -> str:
    """How many rows of a trial of stopping are in an arm that the courses do not bear out.

    Arm 1 ended its course the day before time zero; arm 0 had been on it for 28 days or more, and
    ended it later or not on record.
    """
    it = sql_text(therapy)
    return f"""
WITH begun AS (
    SELECT person_id, max(index_date) AS start_date
    FROM trials.start WHERE therapy_id = {it} GROUP BY person_id
),
ended AS (
    SELECT person_id, min(stop_date) AS stop_date
    FROM trials.course_stop WHERE therapy_id = {it} GROUP BY person_id
)
SELECT count(*)
FROM trial AS z
LEFT JOIN begun AS b ON b.person_id = z.person_id
LEFT JOIN ended AS e ON e.person_id = z.person_id
WHERE NOT coalesce(
    CASE z.arm
        WHEN 1 THEN e.stop_date = z.index_date
        WHEN 0 THEN b.start_date + 28 <= z.index_date
            AND coalesce(e.stop_date > z.index_date, true)
    END,
    false
)
"""


def misplaced_outcomes_sql() -> str:
    """How many time zeros have an outcome of other days than those that follow the arm."""
    windows = ", ".join(map(str, FOLLOW_UP))
    return f"""
WITH followed AS (
    SELECT person_id, index_date, sum(attack_known_days) AS known_days
    FROM trials.event_window
    WHERE event_window IN ({windows})
    GROUP BY person_id, index_date
)
SELECT count(*)
FROM trials.person_at_zero AS z
LEFT JOIN followed AS f ON f.person_id = z.person_id AND f.index_date = z.index_date
WHERE z.outcome_days <> coalesce(f.known_days, 0)
    OR (z.mmd_after IS NOT NULL AND f.known_days IS NULL)
"""
