"""Person-windows in which a course could turn: chronic migraine, and too many days with a drug."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    import datetime as dt

OVERUSED = ("triptan", "ergot", "opioid", "combination", "simple", "mixed")
ANY_CLASS = "medication"
"""Any class, together with frequent headache: ICHD-3 8.2."""


def state_change_sql(last_day: dt.date) -> str:
    """SELECT of one row per rule and person-window at risk of a change, in windows closed by then.

    Columns: rule_id, change_id (chronification of those episodic, reversion of those chronic),
    person_id, site_code, window_index, window_start, observed_days, is_hit.

    three_windows: a person stays what the three-month rule last said until it says the opposite.
    A window is at risk where that had been said three windows before, and again up to the window
    before: so the three windows up to it could all be otherwise. A window that cannot be judged
    ends the watch. one_window: this window against the one before, each by itself. Reads
    reference.definition.
    """
    closed = (
        f"window_kind = 'calendar' AND window_start + 27 <= DATE {sql_text(last_day.isoformat())}"
    )
    return f"""
WITH month AS (
    SELECT w.person_id, w.site_code, w.window_index, w.window_start, w.observed_days,
        CASE WHEN w.headache_known_days >= f.min_window_days
            THEN 28 * w.headache_days >= f.chronic_headache_days * w.headache_known_days
        END
        AND CASE WHEN w.migraine_known_days >= f.min_window_days
            THEN 28 * w.migraine_days >= f.chronic_migraine_days * w.migraine_known_days
        END AS is_chronic
    FROM features.person_window AS w
    CROSS JOIN reference.definition AS f
    WHERE {closed}
),
neighbours AS (
    SELECT *, first_value(is_chronic) OVER (
        PARTITION BY person_id ORDER BY window_index RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING
    ) AS was_chronic
    FROM month
),
known AS (
    SELECT person_id, site_code, window_index, window_start, state,
        CASE WHEN state <> 'changing' THEN state END AS decided,
        window_index - row_number() OVER (PARTITION BY person_id ORDER BY window_index) AS stretch
    FROM features.chronicity
    WHERE state <> 'unknown' AND {closed}
),
standing AS (
    SELECT *,
        last_value(decided IGNORE NULLS) OVER (
            PARTITION BY person_id, stretch ORDER BY window_index
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before,
        last_value(decided IGNORE NULLS) OVER (
            PARTITION BY person_id, stretch ORDER BY window_index
            ROWS BETWEEN UNBOUNDED PRECEDING AND 3 PRECEDING
        ) AS three_before
    FROM known
),
at_risk AS (
    SELECT 'three_windows' AS rule_id, s.before AS state_before, s.person_id, s.site_code,
        s.window_index, s.window_start, m.observed_days,
        coalesce(s.decided <> s.before, false) AS is_hit
    FROM standing AS s
    JOIN month AS m ON m.person_id = s.person_id AND m.window_index = s.window_index
    WHERE s.before = s.three_before
    UNION ALL
    SELECT 'one_window' AS rule_id, CASE WHEN was_chronic THEN 'chronic' ELSE 'episodic' END,
        person_id, site_code, window_index, window_start, observed_days, is_chronic <> was_chronic
    FROM neighbours
    WHERE is_chronic IS NOT NULL AND was_chronic IS NOT NULL
)
SELECT rule_id,
    CASE state_before WHEN 'episodic' THEN 'chronification' ELSE 'reversion' END AS change_id,
    person_id, site_code, window_index, window_start, observed_days, is_hit
FROM at_risk
ORDER BY rule_id, change_id, person_id, window_index
"""


def overuse_sql(last_day: dt.date) -> str:
    """SELECT of one row per class of drug and person-window that can be judged, closed by then.

    Columns: class_id, person_id, site_code, window_index, window_start, observed_days, is_over,
    and was_over: the same three windows before, so that no window counts in both; null where
    unknown.
    """
    flags = " UNION ALL ".join(
        f"SELECT {sql_text(name)} AS class_id, person_id, site_code, window_index, window_start, "
        f"is_{name}_overuse AS is_over FROM closed WHERE is_{name}_overuse IS NOT NULL"
        for name in (*OVERUSED, ANY_CLASS)
    )
    return f"""
WITH closed AS (
    SELECT * FROM features.medication_overuse
    WHERE window_kind = 'calendar'
        AND window_start + 27 <= DATE {sql_text(last_day.isoformat())}
),
flagged AS ({flags})
SELECT f.class_id, f.person_id, f.site_code, f.window_index, f.window_start, w.observed_days,
    f.is_over,
    first_value(f.is_over) OVER (
        PARTITION BY f.class_id, f.person_id ORDER BY f.window_index
        RANGE BETWEEN 3 PRECEDING AND 3 PRECEDING
    ) AS was_over
FROM flagged AS f
JOIN features.person_window AS w
    ON w.person_id = f.person_id AND w.window_kind = 'calendar'
    AND w.window_index = f.window_index
ORDER BY f.class_id, f.person_id, f.window_index
"""
