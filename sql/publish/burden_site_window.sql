-- grain: one row per site, 28-day window and measure
-- A ratio of sums over people with its linearised interval: R = sum(x) / sum(w),
-- var(R) = sum((x - R w)^2) / sum(w)^2 * n / (n - 1). Sums are exact; the division comes last.
WITH summed AS (
    SELECT site_code, window_kind, window_index, measure_id,
        -- The first day of a personal window is a date of one person's.
        min(window_start) FILTER (window_kind = 'calendar') AS window_start,
        count(*) AS n, sum(days) AS days,
        CAST(sum(value) AS DOUBLE) AS x, CAST(sum(weight) AS DOUBLE) AS w,
        CAST(sum(CAST(value AS HUGEINT) * value) AS DOUBLE) AS xx,
        CAST(sum(CAST(value AS HUGEINT) * weight) AS DOUBLE) AS xw,
        CAST(sum(CAST(weight AS HUGEINT) * weight) AS DOUBLE) AS ww
    FROM features.window_measure
    GROUP BY site_code, window_kind, window_index, measure_id
),
rated AS (
    SELECT *, x / w AS ratio,
        CASE WHEN n > 1 THEN
            sqrt(greatest(xx - 2 * x / w * xw + x / w * x / w * ww, 0) / w / w * n / (n - 1))
        END AS error
    FROM summed
)
SELECT
    r.site_code AS site_id, r.window_kind, r.window_index, r.window_start, r.measure_id,
    r.ratio AS estimate,
    CASE WHEN r.error IS NOT NULL THEN greatest(r.ratio - 1.959964 * r.error, m.low) END AS ci_low,
    CASE WHEN r.error IS NOT NULL THEN least(r.ratio + 1.959964 * r.error, m.high) END AS ci_high,
    r.n AS n_people, CAST(r.days AS BIGINT) AS n_days, CAST(1 AS BIGINT) AS n_sites, 'ok' AS status
FROM rated AS r
JOIN reference.burden_measure AS m ON m.measure_id = r.measure_id
ORDER BY r.site_code, r.window_kind, r.window_index, r.measure_id
