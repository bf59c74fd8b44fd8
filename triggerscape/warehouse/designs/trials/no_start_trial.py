"""A trial against no start: who newly started a therapy, and who in the same month did not."""

from __future__ import annotations

from triggerscape.warehouse.designs.trials.eligible import (
    ELIGIBLE,
    PER_STARTER,
    co_starts,
    drawn,
)
from triggerscape.warehouse.literals import sql_text

NO_START = "no_start"


def no_start_trial_sql(therapy: str, per_starter: int = PER_STARTER) -> str:
    """One row per starter, and per person and window drawn among those who did not start it.

    Nested monthly trials: in each calendar window the starters (arm 1) meet people whose time zero
    lies in the same window and who had never used the therapy by then (arm 0). What these do later
    is not looked at. A person may stand in several windows. Columns as of ``active_trial_sql``;
    those of a start are null in arm 0, but for co_starts.
    """
    it = sql_text(therapy)
    return f"""
WITH starter AS (
    SELECT z.*, 1 AS arm, s.co_starts, s.leaf, s.sessions_28, s.minutes_28, s.is_stopped_by_84
    FROM trials.start AS s
    JOIN trials.person_at_zero AS z ON z.person_id = s.person_id AND z.index_date = s.index_date
    WHERE s.therapy_id = {it} AND {ELIGIBLE}
),
waiting AS (
    SELECT z.*
    FROM trials.possible_zero AS p
    JOIN trials.person_at_zero AS z ON z.person_id = p.person_id AND z.index_date = p.index_date
    LEFT JOIN features.first_use AS u ON u.person_id = p.person_id AND u.therapy_id = {it}
    WHERE (u.index_date IS NULL OR u.index_date > p.index_date) AND {ELIGIBLE}
),{drawn(per_starter)}
SELECT * FROM starter
UNION ALL
SELECT z.*, 0, {co_starts(it)}, NULL, NULL, NULL, NULL
FROM chosen AS z
ORDER BY person_id, index_date
"""
