-- grain: one row per person, kind of window and 28-day window with an observed day
-- reads features.person_window: 56 days back
-- Three windows in a row decide: one month and the next often lie on either side of 15 days.
WITH judged AS (
    SELECT w.person_id, w.site_code, w.window_kind, w.window_index, w.window_start,
        CASE WHEN w.headache_known_days >= f.min_window_days
            THEN 28 * w.headache_days >= f.chronic_headache_days * w.headache_known_days
        END
        AND CASE WHEN w.migraine_known_days >= f.min_window_days
            THEN 28 * w.migraine_days >= f.chronic_migraine_days * w.migraine_known_days
        END AS is_chronic,
        w.headache_known_days, w.headache_days,
        f.chronic_headache_days, f.high_frequency_days
    FROM features.person_window AS w
    CROSS JOIN reference.definition AS f
),
summed AS (
    SELECT person_id, site_code, window_kind, window_index, window_start,
        chronic_headache_days, high_frequency_days,
        count(is_chronic) OVER three_windows AS judged_windows,
        count(*) FILTER (is_chronic) OVER three_windows AS chronic_windows,
        CAST(sum(headache_known_days) OVER three_windows AS BIGINT) AS headache_known_days,
        CAST(sum(headache_days) OVER three_windows AS BIGINT) AS headache_days
    FROM judged
    WINDOW three_windows AS (
        PARTITION BY person_id, window_kind ORDER BY window_index
        RANGE BETWEEN 2 PRECEDING AND CURRENT ROW
    )
)
SELECT
    person_id, site_code, window_kind, window_index, window_start,
    CASE
        WHEN judged_windows < 3 THEN 'unknown'
        WHEN chronic_windows = 3 THEN 'chronic'
        WHEN chronic_windows = 0 THEN 'episodic'
        ELSE 'changing'
    END AS state,
    CASE
        WHEN judged_windows < 3 OR chronic_windows > 0 THEN NULL
        WHEN 28 * headache_days < high_frequency_days * headache_known_days THEN 'low'
        WHEN 28 * headache_days < chronic_headache_days * headache_known_days THEN 'high'
    END AS frequency,
    judged_windows, chronic_windows, headache_known_days, headache_days
FROM summed
ORDER BY person_id, window_kind, window_index
