-- grain: one row per trigger asked about, outcome, measure and person asked on an attack day
WITH asked AS (
    SELECT s.attack_basis, d.person_id, d.site_code, unnest(d.triggers_asked) AS perceived_id,
        coalesce(d.triggers_present, []) AS present
    FROM core.diary_day AS d
    JOIN features.diary_spine AS s ON s.person_id = d.person_id AND s.diary_date = d.diary_date
    WHERE s.is_attack AND d.entry_status <> 'missed'
),
person AS (
    SELECT perceived_id, attack_basis || '_day' AS outcome_id, person_id, site_code,
        count(*) AS days, count(*) FILTER (list_contains(present, perceived_id)) AS ticks
    FROM asked
    GROUP BY perceived_id, attack_basis, person_id, site_code
)
SELECT
    perceived_id, outcome_id, 'perceived_people_share' AS measure_id,
    person_id, site_code, true AS is_counted, CAST(NULL AS DOUBLE) AS person_amount,
    md5_number_lower(concat_ws('|', days, ticks > 0)) AS digest
FROM person
UNION ALL
SELECT
    perceived_id, outcome_id, 'perceived_day_share',
    person_id, site_code, true, CAST(ticks AS DOUBLE), md5_number_lower(concat_ws('|', days, ticks))
FROM person
