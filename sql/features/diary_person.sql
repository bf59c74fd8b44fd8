-- grain: one row per person with a known day
-- Aggregated before they are put together: an entry a row would be read once more than needed.
WITH known AS (
    SELECT person_id, site_code, min(diary_date) AS first_date,
        bool_or(date_is_relative) AS date_is_relative,
        bool_or(migraine IS NOT NULL) AS says_migraine
    FROM core.diary_day
    WHERE entry_status <> 'missed'
    GROUP BY person_id, site_code
    UNION ALL
    SELECT person_id, site_code, min(diary_date), false, false
    FROM features.covered_day
    GROUP BY person_id, site_code
)
SELECT
    person_id, site_code,
    min(first_date) AS first_date,
    bool_or(date_is_relative) AS date_is_relative,
    CASE WHEN bool_or(says_migraine) THEN 'migraine' ELSE 'headache' END AS attack_basis
FROM known
GROUP BY person_id, site_code
ORDER BY person_id
