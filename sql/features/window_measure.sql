-- grain: one row per person, window and burden measure that its days can support
-- reads features.questionnaire_score: 27 days ahead
-- reads core.visit: 27 days ahead
-- value / weight is the measure: per 28 days in millionths for rates, days over days for shares,
-- points over forms or answers for scores.
WITH measured AS (
    SELECT person_id, site_code, window_kind, window_index, window_start, 'mmd_mean' AS measure_id,
        migraine_days AS hits, migraine_known_days AS days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'mhd_mean',
        headache_days, headache_known_days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'acute_drug_days',
        acute_days, acute_known_days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'severe_day_share',
        severe_days, severe_known_days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'premonitory_day_share',
        premonitory_days, premonitory_known_days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'diary_completeness',
        observed_days, spine_days
    FROM features.person_window
),
counted AS (
    SELECT m.person_id, m.site_code, m.window_kind, m.window_index, m.window_start, m.measure_id,
        m.days,
        CASE WHEN m.measure_id IN ('mmd_mean', 'mhd_mean', 'acute_drug_days')
            THEN CAST(round(28000000.0 * m.hits / m.days) AS BIGINT) ELSE m.hits END AS value,
        CASE WHEN m.measure_id IN ('mmd_mean', 'mhd_mean', 'acute_drug_days')
            THEN 1000000 ELSE m.days END AS weight
    FROM measured AS m
    CROSS JOIN reference.definition AS f
    WHERE m.days >= f.min_window_days
),
-- Forms and visits count of those whose diary spans the window: all measures are of the same people.
spanned AS (
    SELECT w.person_id, w.site_code, w.window_kind, w.window_index, w.window_start
    FROM features.person_window AS w
    CROSS JOIN reference.definition AS f
    WHERE w.spine_days >= f.min_window_days
),
completed AS (
    SELECT s.*, q.instrument || '_mean' AS measure_id, q.total,
        row_number() OVER (
            PARTITION BY s.person_id, s.window_kind, s.window_index, q.instrument
            ORDER BY q.completed_on DESC
        ) AS place
    FROM spanned AS s
    JOIN features.questionnaire_score AS q
        ON q.person_id = s.person_id
        AND q.completed_on BETWEEN s.window_start AND s.window_start + 27
    WHERE q.instrument IN ('hit6', 'midas') AND q.total IS NOT NULL
)
SELECT person_id, site_code, window_kind, window_index, window_start, measure_id, days, value,
    weight
FROM counted
UNION ALL
SELECT person_id, site_code, window_kind, window_index, window_start, measure_id, 1, total, 1
FROM completed
WHERE place = 1
UNION ALL
SELECT s.person_id, s.site_code, s.window_kind, s.window_index, s.window_start,
    'satisfaction_mean', count(DISTINCT v.visit_date), CAST(sum(v.satisfaction) AS BIGINT), count(*)
FROM spanned AS s
JOIN core.visit AS v
    ON v.person_id = s.person_id
    AND v.visit_date BETWEEN s.window_start AND s.window_start + 27
WHERE v.status = 'completed' AND v.satisfaction IS NOT NULL
GROUP BY s.person_id, s.site_code, s.window_kind, s.window_index, s.window_start
ORDER BY person_id, window_kind, window_index, measure_id
