"""An active-comparator trial: everybody who newly started one of two therapies."""

from __future__ import annotations

from triggerscape.warehouse.designs.trials.eligible import ELIGIBLE
from triggerscape.warehouse.literals import sql_text


def active_trial_sql(therapy: str, comparator: str) -> str:
    """One row per person whose first start of either was new, observed before and after.

    Whoever started both belongs to the one started first; started on one day, to neither: so the
    arm (1 for ``therapy``) is known on the day itself. Every column of trials.person_at_zero and
    of trials.start comes with it.
    """
    pair = f"{sql_text(therapy)}, {sql_text(comparator)}"
    return f"""
WITH first_of_pair AS (
    SELECT person_id, min(index_date) AS index_date
    FROM features.first_use
    WHERE therapy_id IN ({pair})
    GROUP BY person_id
),
-- A tie has both therapies on the first day and falls out below.
started AS (
    SELECT u.person_id, min(u.therapy_id) AS therapy_id, count(*) AS therapies, f.index_date
    FROM features.first_use AS u
    JOIN first_of_pair AS f ON f.person_id = u.person_id AND f.index_date = u.index_date
    WHERE u.therapy_id IN ({pair})
    GROUP BY u.person_id, f.index_date
)
SELECT z.*, CAST(s.therapy_id = {sql_text(therapy)} AS INTEGER) AS arm,
    s.co_starts, s.leaf, s.sessions_28, s.minutes_28, s.is_stopped_by_84
FROM started AS f
JOIN trials.start AS s
    ON s.person_id = f.person_id AND s.therapy_id = f.therapy_id AND s.index_date = f.index_date
JOIN trials.person_at_zero AS z ON z.person_id = s.person_id AND z.index_date = s.index_date
WHERE f.therapies = 1 AND {ELIGIBLE}
ORDER BY z.person_id
"""
