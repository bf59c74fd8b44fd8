-- grain: one row per kind of subgroup, level, and calendar window that is over
-- Of people whose state is known those who are chronic, with Wilson's interval. Nobody on one side is
-- hidden like few: else nobody could be told from one to ten. Where nobody is, a row says 0.
WITH last AS (
    SELECT max(diary_date) AS day FROM features.diary_spine WHERE NOT date_is_relative
),
summed AS (
    SELECT g.subgroup_kind, g.subgroup_level, c.window_index, c.window_start,
        count(*) AS n, count(*) FILTER (c.state = 'chronic') AS hit,
        CAST(sum(c.headache_known_days) AS BIGINT) AS days, count(DISTINCT c.site_code) AS sites
    FROM features.window_subgroup AS g
    JOIN features.chronicity AS c
        ON c.person_id = g.person_id AND c.window_index = g.window_index
        AND c.window_kind = 'calendar' AND c.state <> 'unknown'
    CROSS JOIN last
    WHERE c.window_start + 27 <= last.day AND g.subgroup_kind <> 'chronicity'
    GROUP BY g.subgroup_kind, g.subgroup_level, c.window_index, c.window_start
),
places AS (
    SELECT * FROM (SELECT DISTINCT subgroup_kind, subgroup_level FROM summed)
    CROSS JOIN (SELECT DISTINCT window_index, window_start FROM summed)
),
told AS (
    SELECT p.subgroup_kind, p.subgroup_level, p.window_index, p.window_start,
        coalesce(s.n, 0) AS n, coalesce(s.hit, 0) AS hit, coalesce(s.days, 0) AS days,
        coalesce(s.sites, 0) AS sites, 1.0 * s.hit / s.n AS share,
        1.959964 * 1.959964 / s.n AS z2n
    FROM places AS p
    LEFT JOIN summed AS s
        ON s.subgroup_kind = p.subgroup_kind AND s.subgroup_level = p.subgroup_level
        AND s.window_index = p.window_index
)
SELECT subgroup_kind, subgroup_level, window_index, window_start, 'chronic_share' AS measure_id,
    share AS estimate,
    (share + z2n / 2 - sqrt(z2n * (share * (1 - share) + z2n / 4))) / (1 + z2n) AS ci_low,
    (share + z2n / 2 + sqrt(z2n * (share * (1 - share) + z2n / 4))) / (1 + z2n) AS ci_high,
    n AS n_people, days AS n_days, sites AS n_sites,
    CASE WHEN hit = 0 OR hit = n THEN 'c' ELSE 'ok' END AS status,
    hit AS n_hit, n - hit AS n_without
FROM told
ORDER BY subgroup_kind, subgroup_level, window_index
