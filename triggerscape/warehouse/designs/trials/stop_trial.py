"""A trial of stopping: who ended a course, and who in the same month was still on it."""

from __future__ import annotations

from triggerscape.warehouse.designs.trials.eligible import (
    ELIGIBLE,
    PER_STARTER,
    co_starts,
    drawn,
)
from triggerscape.warehouse.literals import sql_text


def stop_trial_sql(therapy: str, per_starter: int = PER_STARTER) -> str:
    """One row per person who stopped (arm 1), and per person and window drawn of those still on it.

    Time zero of who goes on is a possible one of the same calendar window, 28 days or more into
    the course and before its end. ``course_days`` is how long the course had lasted by then.
    Columns of trials.person_at_zero, co_starts, course_days.
    """
    it = sql_text(therapy)
    return f"""
WITH starter AS (
    SELECT z.*, c.course_days, 1 AS arm
    FROM trials.course_stop AS c
    JOIN trials.person_at_zero AS z ON z.person_id = c.person_id AND z.index_date = c.stop_date
    WHERE c.therapy_id = {it} AND c.course_days >= 28 AND {ELIGIBLE}
),
waiting AS (
    SELECT z.*, date_diff('day', s.index_date, p.index_date) AS course_days
    FROM trials.start AS s
    JOIN trials.possible_zero AS p
        ON p.person_id = s.person_id AND p.index_date >= s.index_date + 28
    JOIN trials.person_at_zero AS z ON z.person_id = p.person_id AND z.index_date = p.index_date
    LEFT JOIN trials.course_stop AS c
        ON c.person_id = s.person_id AND c.therapy_id = s.therapy_id
    WHERE s.therapy_id = {it} AND (c.stop_date IS NULL OR c.stop_date > p.index_date)
        AND {ELIGIBLE}
),{drawn(per_starter)},
everybody AS (
    SELECT * FROM starter
    UNION ALL
    SELECT *, 0 FROM chosen
)
SELECT z.*, {co_starts(it)} AS co_starts
FROM everybody AS z
ORDER BY z.person_id, z.index_date
"""
