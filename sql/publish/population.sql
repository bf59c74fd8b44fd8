-- grain: one row per site or all, sex or all, and age band or all
-- Who has a known day in a calendar window that is over. Age is that of the first known day, so that
-- nobody moves from band to band as the study goes on. Where nobody is, a row says 0: an absent one
-- would tell it of what must not be told.
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
    SELECT d.site_code, coalesce(t.sex, 'unknown') AS sex,
        coalesce(CAST(extract('year' FROM d.first_date) AS BIGINT) - t.birth_year, t.age_years)
        AS age
    FROM counted AS c
    JOIN features.diary_person AS d ON d.person_id = c.person_id
    LEFT JOIN features.person_trait AS t ON t.person_id = c.person_id
),
person AS (
    SELECT site_code, sex,
        CASE WHEN age < 18 THEN 'under 18' WHEN age < 30 THEN '18 to 29'
            WHEN age < 45 THEN '30 to 44' WHEN age < 60 THEN '45 to 59'
            WHEN age IS NOT NULL THEN '60 and over' ELSE 'unknown' END AS age_band
    FROM aged
),
-- Null stands for all of them: none of the three columns of a person is null.
summed AS (
    SELECT coalesce(site_code, 'all') AS scope_id, coalesce(sex, 'all') AS sex,
        coalesce(age_band, 'all') AS age_band,
        count(*) AS n_people, count(DISTINCT site_code) AS n_sites
    FROM person
    GROUP BY CUBE (site_code, sex, age_band)
),
places AS (
    SELECT * FROM (SELECT DISTINCT scope_id FROM summed)
    CROSS JOIN (SELECT DISTINCT sex FROM summed)
    CROSS JOIN (SELECT DISTINCT age_band FROM summed)
    WHERE EXISTS (SELECT 1 FROM person)
)
SELECT p.scope_id, p.sex, p.age_band, 'people' AS measure_id,
    coalesce(s.n_people, 0) AS n_people,
    CASE WHEN p.scope_id = 'all' THEN coalesce(s.n_sites, 0) ELSE 1 END AS n_sites, 'ok' AS status
FROM places AS p
LEFT JOIN summed AS s
    ON s.scope_id = p.scope_id AND s.sex = p.sex AND s.age_band = p.age_band
ORDER BY p.scope_id, p.sex, p.age_band
