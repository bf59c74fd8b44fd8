-- grain: one row per person, calendar 28-day window with an observed day, and kind of subgroup
-- Age is that of the first known day, so that nobody moves from band to band as the study goes on.
-- Every kind holds every person once in every window: its levels add up to everybody. The few whose
-- state is unknown would hide the chronic beside them: they go with those who change.
WITH aged AS (
    SELECT d.person_id, coalesce(t.sex, 'unknown') AS sex,
        coalesce(t.diagnosis, 'unknown') AS diagnosis,
        coalesce(CAST(extract('year' FROM d.first_date) AS BIGINT) - t.birth_year, t.age_years)
        AS age
    FROM features.diary_person AS d
    LEFT JOIN features.person_trait AS t ON t.person_id = d.person_id
),
month AS (
    SELECT c.person_id, c.site_code, c.window_index, c.window_start, a.sex, a.diagnosis,
        CASE WHEN c.state IN ('chronic', 'episodic') THEN c.state ELSE 'changing or unknown' END
        AS chronicity,
        CASE WHEN a.age < 18 THEN 'under 18' WHEN a.age < 30 THEN '18 to 29'
            WHEN a.age < 45 THEN '30 to 44' WHEN a.age < 60 THEN '45 to 59'
            WHEN a.age IS NOT NULL THEN '60 and over' ELSE 'unknown' END AS age_band
    FROM features.chronicity AS c
    JOIN aged AS a ON a.person_id = c.person_id
    WHERE c.window_kind = 'calendar'
)
SELECT person_id, site_code, window_index, window_start, 'all' AS subgroup_kind,
    'all' AS subgroup_level
FROM month
UNION ALL
SELECT person_id, site_code, window_index, window_start, 'age_band', age_band FROM month
UNION ALL
SELECT person_id, site_code, window_index, window_start, 'chronicity', chronicity FROM month
UNION ALL
SELECT person_id, site_code, window_index, window_start, 'diagnosis', diagnosis FROM month
UNION ALL
SELECT person_id, site_code, window_index, window_start, 'sex', sex FROM month
ORDER BY person_id, window_index, subgroup_kind
