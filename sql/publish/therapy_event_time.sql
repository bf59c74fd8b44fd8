-- grain: one row per therapy, comparator, estimand, measure and 28-day window around time zero
-- Means have one decimal: a group and its only leaf differ by few people, whose days two finer
-- means would give away.
WITH row AS (
    SELECT *, CASE WHEN measure_id = 'mmd_window_difference' THEN 2 ELSE 1 END AS decimals
    FROM estimates.therapy_event_time
)
SELECT
    therapy_id, comparator_id, estimand_id, event_window,
    28 * event_window AS window_first_day, 28 * event_window + 27 AS window_last_day,
    measure_id, round(estimate, decimals) AS estimate,
    round(ci_low, decimals) AS ci_low, round(ci_high, decimals) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    round(band_low, decimals) AS band_low, round(band_high, decimals) AS band_high,
    round(without_start, decimals) AS without_start, smallest_detectable, n_comparator,
    responds_from_day, response_rule, reason
FROM row
ORDER BY therapy_id, comparator_id, estimand_id, measure_id, event_window
