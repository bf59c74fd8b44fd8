-- grain: one row per medication of the file
-- Medications have no id: the key is made of what does not change when one is sent again, so an
-- end that becomes known later is a newer version of the same course.
WITH moment AS (
    SELECT *,
        dense_rank() OVER (PARTITION BY patient, encounter, code, "start"
            ORDER BY "stop", reasoncode) AS place,
        CASE WHEN "start" LIKE '%Z' THEN TRY_CAST("start" AS TIMESTAMP)
            AT TIME ZONE 'UTC' AT TIME ZONE getvariable('site_timezone')
            ELSE TRY_CAST("start" AS TIMESTAMP) END AS began,
        CASE WHEN "stop" LIKE '%Z' THEN TRY_CAST("stop" AS TIMESTAMP)
            AT TIME ZONE 'UTC' AT TIME ZONE getvariable('site_timezone')
            ELSE TRY_CAST("stop" AS TIMESTAMP) END AS ended
    FROM landed
)
SELECT
    source_row,
    'medication-' || md5(concat_ws('|', patient, encounter, code, "start")) || '-' || place
        AS therapy_key,
    encounter AS visit_key, patient AS person_key,
    coalesce(CAST(CAST(began AS DATE) AS VARCHAR), "start") AS start_date,
    coalesce(CAST(CAST(ended AS DATE) AS VARCHAR), "stop") AS end_date,
    'completed' AS status, 'rxnorm:' || code AS codes
FROM moment
