-- grain: one row per site or all, and therapy, group of therapies or all
-- Who of the people counted in pub.population had it, by the record, before the last window that is
-- over ended. Every therapy on record has a row at every site: an absent one would tell that nobody
-- there had it.
WITH last AS (
    SELECT max(diary_date) AS day FROM features.diary_spine WHERE NOT date_is_relative
),
closed AS (
    SELECT w.person_id, w.site_code, w.window_start + 27 AS window_end
    FROM features.person_window AS w
    CROSS JOIN last
    WHERE w.window_kind = 'calendar' AND w.window_start + 27 <= last.day
),
counted AS (
    SELECT DISTINCT person_id, site_code FROM closed
),
had AS (
    SELECT c.person_id, c.site_code, u.therapy_id
    FROM counted AS c
    JOIN features.first_use AS u ON u.person_id = c.person_id
    WHERE u.index_date <= (SELECT max(window_end) FROM closed)
),
used AS (
    SELECT person_id, site_code, therapy_id AS use_id FROM had
    UNION ALL
    SELECT DISTINCT person_id, site_code, 'all' FROM had
),
-- Null stands for every site: no person is without one.
summed AS (
    SELECT coalesce(site_code, 'all') AS scope_id, use_id,
        count(*) AS n_people, count(DISTINCT site_code) AS n_sites
    FROM used
    GROUP BY GROUPING SETS ((site_code, use_id), (use_id))
),
places AS (
    SELECT scope_id, use_id
    FROM (SELECT DISTINCT site_code AS scope_id FROM counted UNION ALL SELECT 'all')
    CROSS JOIN (SELECT DISTINCT use_id FROM summed)
)
SELECT p.scope_id, p.use_id, 'people_with_therapy' AS measure_id,
    coalesce(s.n_people, 0) AS n_people,
    CASE WHEN p.scope_id = 'all' THEN coalesce(s.n_sites, 0) ELSE 1 END AS n_sites, 'ok' AS status
FROM places AS p
LEFT JOIN summed AS s ON s.scope_id = p.scope_id AND s.use_id = p.use_id
ORDER BY p.scope_id, p.use_id
