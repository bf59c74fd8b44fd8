-- grain: one row per site or all, sex or all, age band or all, and person counted there
-- Who has a known day in a calendar window that is over; age is that of the first known day.
WITH last AS (
    SELECT max(diary_date) AS day FROM features.diary_spine WHERE NOT date_is_relative
),
counted AS (
    SELECT DISTINCT w.person_id
    FROM features.person_window AS w
    CROSS JOIN last
    WHERE w.window_kind = 'calendar' AND w.window_start + 27 <= last.day
),
aged AS (
    SELECT d.person_id, d.site_code, coalesce(t.sex, 'unknown') AS sex,
        coalesce(CAST(extract('year' FROM d.first_date) AS BIGINT) - t.birth_year, t.age_years)
        AS age
    FROM counted AS c
    JOIN features.diary_person AS d ON d.person_id = c.person_id
    LEFT JOIN features.person_trait AS t ON t.person_id = c.person_id
),
person AS (
    SELECT person_id, site_code, sex,
        CASE WHEN age < 18 THEN 'under 18' WHEN age < 30 THEN '18 to 29'
            WHEN age < 45 THEN '30 to 44' WHEN age < 60 THEN '45 to 59'
            WHEN age IS NOT NULL THEN '60 and over' ELSE 'unknown' END AS age_band
    FROM aged
),
placed AS (
    SELECT person_id, site_code, sex, age_band, unnest([site_code, 'all']) AS scope_id
    FROM person
),
sexed AS (
    SELECT person_id, site_code, age_band, scope_id, unnest([sex, 'all']) AS sex FROM placed
)
SELECT scope_id, sex, unnest([age_band, 'all']) AS age_band,
    person_id, site_code, true AS is_counted, CAST(NULL AS DOUBLE) AS person_amount,
    md5_number_lower('counted') AS digest
FROM sexed
