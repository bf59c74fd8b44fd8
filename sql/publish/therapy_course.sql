-- grain: one row per therapy and measure
-- A median of days is the course of one person; in whole weeks it is that of many.
SELECT
    therapy_id, 'course' AS estimand_id,
    CASE WHEN measure_id = 'course_days_median' THEN 'course_weeks_median' ELSE measure_id END
    AS measure_id,
    CASE WHEN measure_id = 'course_days_median' THEN round(estimate / 7) ELSE estimate END
    AS estimate,
    CASE WHEN measure_id = 'course_days_median' THEN round(ci_low / 7) ELSE ci_low END AS ci_low,
    CASE WHEN measure_id = 'course_days_median' THEN round(ci_high / 7) ELSE ci_high END AS ci_high,
    n_people, CAST(NULL AS BIGINT) AS n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    n_in_smaller_part, reason
FROM estimates.therapy_course
ORDER BY therapy_id, measure_id
