"""The design of an active-comparator trial: everybody who newly started one of two therapies."""

from __future__ import annotations

from triggerscape.warehouse.literals import sql_text

WINDOW_FIRST_DAY, WINDOW_LAST_DAY = 28, 83


def trial_sql(therapy: str, comparator: str) -> str:
    """One row per person whose first start of either was new, observed before and after.

    Whoever started both belongs to the one started first; started on one day, to neither. The
    three months before the start and the follow-up window must be known.
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
SELECT t.person_id, t.site_code,
    CAST(t.therapy_id = {sql_text(therapy)} AS INTEGER) AS arm,
    t.baseline_6 AS mmd_m6, t.baseline_5 AS mmd_m5, t.baseline_4 AS mmd_m4,
    t.baseline_3 AS mmd_m3, t.baseline_2 AS mmd_m2, t.baseline_1 AS mmd_m1,
    t.outcome AS mmd_after, t.outcome_days,
    t.age_years, CAST(t.is_female AS INTEGER) AS is_female,
    CAST(t.is_chronic AS INTEGER) AS is_chronic, t.co_starts
FROM features.therapy_start AS t
JOIN started AS s ON s.person_id = t.person_id AND s.therapy_id = t.therapy_id
WHERE s.therapies = 1
    AND t.baseline_1 IS NOT NULL AND t.baseline_2 IS NOT NULL AND t.baseline_3 IS NOT NULL
    AND t.outcome IS NOT NULL AND t.age_years IS NOT NULL
    AND t.is_female IS NOT NULL AND t.is_chronic IS NOT NULL
ORDER BY t.person_id
"""
