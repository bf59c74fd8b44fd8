-- grain: one row per new start, with what is known before and after it
-- Attack days per 28 are rates over the days on which the attack is known, when those suffice.
WITH rated AS (
    SELECT w.person_id, w.therapy_id, w.window_index, w.attack_known_days, w.attack_days,
        CASE WHEN w.attack_known_days >= f.min_window_days
            THEN 28.0 * w.attack_days / w.attack_known_days
        END AS rate
    FROM features.start_window AS w
    CROSS JOIN reference.definition AS f
),
wide AS (
    SELECT person_id, therapy_id,
        max(rate) FILTER (window_index = -1) AS baseline_1,
        max(rate) FILTER (window_index = -2) AS baseline_2,
        max(rate) FILTER (window_index = -3) AS baseline_3,
        max(rate) FILTER (window_index = -4) AS baseline_4,
        max(rate) FILTER (window_index = -5) AS baseline_5,
        max(rate) FILTER (window_index = -6) AS baseline_6,
        max(rate) FILTER (window_index = 0) AS outcome_1,
        CAST(sum(attack_known_days) FILTER (window_index IN (1, 2)) AS BIGINT) AS outcome_days,
        CAST(sum(attack_days) FILTER (window_index IN (1, 2)) AS BIGINT) AS outcome_hits
    FROM rated
    GROUP BY person_id, therapy_id
)
SELECT
    s.person_id, s.site_code, s.therapy_id, s.index_date,
    w.baseline_1, w.baseline_2, w.baseline_3, w.baseline_4, w.baseline_5, w.baseline_6,
    w.outcome_1,
    CASE WHEN w.outcome_days >= 2 * f.min_window_days
        THEN 28.0 * w.outcome_hits / w.outcome_days
    END AS outcome,
    coalesce(w.outcome_days, 0) AS outcome_days,
    coalesce(c.co_starts, 0) AS co_starts,
    coalesce(CAST(extract('year' FROM s.index_date) AS BIGINT) - p.birth_year, p.age_years)
        AS age_years,
    nullif(p.sex, 'unknown') = 'female' AS is_female,
    nullif(p.diagnosis, 'unknown') = 'chronic_migraine' AS is_chronic
FROM features.new_start AS s
CROSS JOIN reference.definition AS f
LEFT JOIN wide AS w ON w.person_id = s.person_id AND w.therapy_id = s.therapy_id
LEFT JOIN features.co_start AS c ON c.person_id = s.person_id AND c.therapy_id = s.therapy_id
LEFT JOIN core.person AS p ON p.person_id = s.person_id
ORDER BY s.person_id, s.therapy_id
