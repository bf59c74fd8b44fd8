-- grain: one row per site and person with a diary
SELECT
    site_code AS site_id,
    person_id, site_code, true AS is_counted, CAST(NULL AS DOUBLE) AS person_amount,
    md5_number_lower(
        concat_ws('|', count(*), count(*) FILTER (is_observed), min(diary_date), max(diary_date))
    ) AS digest
FROM features.diary_spine
GROUP BY person_id, site_code
