-- grain: one row per therapy, measure and person who newly started it
-- A stop is seen once the longest gap of the therapy's leaves has gone by on record.
WITH gap AS (
    SELECT therapy_id, max(session_gap_days) AS longest
    FROM (
        SELECT therapy_code AS therapy_id, session_gap_days FROM reference.therapy
        UNION ALL
        SELECT therapy_group, session_gap_days FROM reference.therapy
    )
    GROUP BY therapy_id
),
seen AS (
    SELECT s.therapy_id, s.person_id, s.site_code, s.is_stopped_by_84, c.course_days,
        date_diff('day', s.index_date, r.to_date) + 1 - g.longest AS days_seen
    FROM trials.start AS s
    JOIN gap AS g ON g.therapy_id = s.therapy_id
    JOIN features.therapy_record AS r
        ON r.person_id = s.person_id AND s.index_date BETWEEN r.from_date AND r.to_date
    LEFT JOIN trials.course_stop AS c
        ON c.person_id = s.person_id AND c.therapy_id = s.therapy_id
    WHERE s.sessions_28 IS NOT NULL
)
SELECT
    therapy_id, 'stopped_by_day_84' AS measure_id,
    person_id, site_code, true AS is_counted, CAST(NULL AS DOUBLE) AS person_amount,
    md5_number_lower(CAST(is_stopped_by_84 AS VARCHAR)) AS digest
FROM seen
WHERE is_stopped_by_84 IS NOT NULL
UNION ALL
SELECT
    therapy_id, 'course_weeks_median', person_id, site_code, true, NULL,
    md5_number_lower(
        concat_ws('|', least(course_days, days_seen), coalesce(course_days <= days_seen, false))
    )
FROM seen
WHERE days_seen >= 1
