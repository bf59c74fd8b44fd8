"""A factorial trial of two therapies: neither, one, the other, or both within four weeks."""

from __future__ import annotations

from triggerscape.warehouse.designs.trials.eligible import (
    ELIGIBLE,
    PER_STARTER,
    co_starts,
    drawn,
)
from triggerscape.warehouse.literals import sql_text

LAST_LAYER_DAY = 27
"""The day on which it is decided who had one therapy and who both: the outcome begins after it."""


def layer_trial_sql(one: str, other: str, per_starter: int = PER_STARTER) -> str:
    """One row per person who newly started one or both, and drawn people who started neither.

    ``arm`` is 0 neither, 1 the one, 2 the other, 3 both. It is decided on day 27 after the first
    start, the last before the outcome begins: who starts the second later had one only, and who
    had used the second before the first is in no arm. Columns of trials.person_at_zero, co_starts.
    """
    pair = f"{sql_text(one)}, {sql_text(other)}"
    return f"""
WITH used AS (
    SELECT person_id,
        min(index_date) AS index_date,
        max(CASE WHEN therapy_id = {sql_text(one)} THEN index_date END) AS one_date,
        max(CASE WHEN therapy_id = {sql_text(other)} THEN index_date END) AS other_date
    FROM features.first_use
    WHERE therapy_id IN ({pair})
    GROUP BY person_id
),
starter AS (
    SELECT z.*,
        CASE WHEN u.one_date <= u.index_date + {LAST_LAYER_DAY} THEN 1 ELSE 0 END
        + CASE WHEN u.other_date <= u.index_date + {LAST_LAYER_DAY} THEN 2 ELSE 0 END AS arm
    FROM used AS u
    JOIN trials.person_at_zero AS z ON z.person_id = u.person_id AND z.index_date = u.index_date
    WHERE {ELIGIBLE}
        AND EXISTS (
            SELECT 1 FROM trials.start AS s
            WHERE s.person_id = u.person_id AND s.therapy_id IN ({pair})
                AND s.index_date = u.index_date
        )
),
waiting AS (
    SELECT z.*
    FROM trials.possible_zero AS p
    JOIN trials.person_at_zero AS z ON z.person_id = p.person_id AND z.index_date = p.index_date
    LEFT JOIN used AS u ON u.person_id = p.person_id
    WHERE (u.index_date IS NULL OR u.index_date > p.index_date + {LAST_LAYER_DAY}) AND {ELIGIBLE}
),{drawn(per_starter)},
everybody AS (
    SELECT * FROM starter
    UNION ALL
    SELECT *, 0 FROM chosen
)
SELECT z.*, {co_starts(pair)} AS co_starts
FROM everybody AS z
ORDER BY z.person_id, z.index_date
"""
