-- grain: one row per site, window, measure and person who is in it
SELECT
    site_code AS site_id, window_kind, window_index, measure_id,
    person_id, site_code, true AS is_counted, CAST(value AS DOUBLE) AS person_amount,
    md5_number_lower(concat_ws('|', days, value, weight)) AS digest
FROM features.window_measure
