-- grain: one row per person and time zero, with what is known before and after it
WITH rated AS (
    SELECT w.person_id, w.index_date, w.event_window, w.spine_days,
        CASE WHEN w.attack_known_days >= f.min_window_days
            THEN 28.0 * w.attack_days / w.attack_known_days
        END AS mmd
    FROM trials.event_window AS w
    CROSS JOIN reference.definition AS f
),
wide AS (
    SELECT person_id, index_date,
        max(mmd) FILTER (event_window = -6) AS mmd_m6,
        max(mmd) FILTER (event_window = -5) AS mmd_m5,
        max(mmd) FILTER (event_window = -4) AS mmd_m4,
        max(mmd) FILTER (event_window = -3) AS mmd_m3,
        max(mmd) FILTER (event_window = -2) AS mmd_m2,
        max(mmd) FILTER (event_window = -1) AS mmd_m1,
        max(mmd) FILTER (event_window = 0) AS mmd_0,
        max(mmd) FILTER (event_window = 1) AS mmd_1,
        max(mmd) FILTER (event_window = 2) AS mmd_2,
        max(mmd) FILTER (event_window = 3) AS mmd_3,
        max(mmd) FILTER (event_window = 4) AS mmd_4,
        max(mmd) FILTER (event_window = 5) AS mmd_5,
        -- A spine has no gaps: all of the last window means that the day before time zero is on it.
        bool_or(event_window = -1 AND spine_days = 28) AS has_day_before
    FROM rated
    GROUP BY person_id, index_date
),
in_effect AS (
    SELECT z.person_id, z.index_date, count(*) AS therapies
    FROM trials.time_zero AS z
    JOIN features.therapy_day AS t
        ON t.person_id = z.person_id AND t.diary_date = z.index_date - 1
    GROUP BY z.person_id, z.index_date
)
SELECT z.person_id, z.site_code, z.index_date, z.month_index,
    w.mmd_m6, w.mmd_m5, w.mmd_m4, w.mmd_m3, w.mmd_m2, w.mmd_m1,
    w.mmd_0, w.mmd_1, w.mmd_2, w.mmd_3, w.mmd_4, w.mmd_5,
    b.mmd AS mmd_before, a.mmd AS mmd_after,
    b.headache AS headache_before, a.headache AS headache_after,
    b.severe AS severe_before, a.severe AS severe_after,
    b.acute AS acute_before, a.acute AS acute_after,
    h.total_before AS hit6_before, h.total_after AS hit6_after,
    m.total_before AS midas_before, m.total_after AS midas_after,
    b.observed AS observed_before, a.observed AS observed_after,
    coalesce(a.mmd_known_days, 0) AS outcome_days,
    coalesce(CAST(extract('year' FROM z.index_date) AS BIGINT) - p.birth_year, p.age_years)
        AS age_years,
    nullif(p.sex, 'unknown') = 'female' AS is_female,
    nullif(p.diagnosis, 'unknown') = 'chronic_migraine' AS is_chronic,
    CASE WHEN w.has_day_before THEN coalesce(t.therapies, 0) END AS therapies_before,
    b.neck_pain AS neck_pain_before, b.stress AS stress_before
FROM trials.time_zero AS z
LEFT JOIN wide AS w ON w.person_id = z.person_id AND w.index_date = z.index_date
LEFT JOIN trials.rate_around AS b
    ON b.person_id = z.person_id AND b.index_date = z.index_date AND b.side = 'before'
LEFT JOIN trials.rate_around AS a
    ON a.person_id = z.person_id AND a.index_date = z.index_date AND a.side = 'after'
LEFT JOIN trials.score_around AS h
    ON h.person_id = z.person_id AND h.index_date = z.index_date AND h.instrument = 'hit6'
LEFT JOIN trials.score_around AS m
    ON m.person_id = z.person_id AND m.index_date = z.index_date AND m.instrument = 'midas'
LEFT JOIN in_effect AS t ON t.person_id = z.person_id AND t.index_date = z.index_date
LEFT JOIN features.person_trait AS p ON p.person_id = z.person_id
ORDER BY z.person_id, z.index_date
