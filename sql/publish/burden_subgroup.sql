-- grain: one row per kind of subgroup, level, calendar window that is over, and measure
-- The same ratio and interval as burden_site_window, of which sites' rows all / all is the whole.
-- Where nobody is, a row says 0: an absent one would tell it of what must not be told.
WITH last AS (
    SELECT max(diary_date) AS day FROM features.diary_spine WHERE NOT date_is_relative
),
summed AS (
    SELECT g.subgroup_kind, g.subgroup_level, m.window_index, m.window_start, m.measure_id,
        count(*) AS n, sum(m.days) AS days, count(DISTINCT m.site_code) AS sites,
        CAST(sum(m.value) AS DOUBLE) AS x, CAST(sum(m.weight) AS DOUBLE) AS w,
        CAST(sum(CAST(m.value AS HUGEINT) * m.value) AS DOUBLE) AS xx,
        CAST(sum(CAST(m.value AS HUGEINT) * m.weight) AS DOUBLE) AS xw,
        CAST(sum(CAST(m.weight AS HUGEINT) * m.weight) AS DOUBLE) AS ww
    FROM features.window_subgroup AS g
    JOIN features.window_measure AS m
        ON m.person_id = g.person_id AND m.window_index = g.window_index
    CROSS JOIN last
    WHERE m.window_kind = 'calendar' AND m.window_start + 27 <= last.day
        AND m.measure_id IN (
            'mmd_mean', 'mhd_mean', 'acute_drug_days', 'severe_day_share', 'hit6_mean', 'midas_mean'
        )
    GROUP BY g.subgroup_kind, g.subgroup_level, m.window_index, m.window_start, m.measure_id
),
rated AS (
    SELECT *, x / w AS ratio,
        CASE WHEN n > 1 THEN
            sqrt(greatest(xx - 2 * x / w * xw + x / w * x / w * ww, 0) / w / w * n / (n - 1))
        END AS error
    FROM summed
),
places AS (
    SELECT * FROM (SELECT DISTINCT subgroup_kind, subgroup_level FROM summed)
    CROSS JOIN (SELECT DISTINCT window_index, window_start, measure_id FROM summed)
)
SELECT p.subgroup_kind, p.subgroup_level, p.window_index, p.window_start, p.measure_id,
    r.ratio AS estimate,
    CASE WHEN r.error IS NOT NULL THEN greatest(r.ratio - 1.959964 * r.error, m.low) END AS ci_low,
    CASE WHEN r.error IS NOT NULL THEN least(r.ratio + 1.959964 * r.error, m.high) END AS ci_high,
    coalesce(r.n, 0) AS n_people, CAST(coalesce(r.days, 0) AS BIGINT) AS n_days,
    coalesce(r.sites, 0) AS n_sites, 'ok' AS status
FROM places AS p
JOIN reference.burden_measure AS m ON m.measure_id = p.measure_id
LEFT JOIN rated AS r
    ON r.subgroup_kind = p.subgroup_kind AND r.subgroup_level = p.subgroup_level
    AND r.window_index = p.window_index AND r.measure_id = p.measure_id
ORDER BY p.subgroup_kind, p.subgroup_level, p.window_index, p.measure_id
