-- grain: one row per care plan of the file
-- A plan runs over weeks, whatever one session of it would be: it is a course.
WITH moment AS (
    SELECT *,
        CASE WHEN "start" LIKE '%Z' THEN TRY_CAST("start" AS TIMESTAMP)
            AT TIME ZONE 'UTC' AT TIME ZONE getvariable('site_timezone')
            ELSE TRY_CAST("start" AS TIMESTAMP) END AS began,
        CASE WHEN "stop" LIKE '%Z' THEN TRY_CAST("stop" AS TIMESTAMP)
            AT TIME ZONE 'UTC' AT TIME ZONE getvariable('site_timezone')
            ELSE TRY_CAST("stop" AS TIMESTAMP) END AS ended
    FROM landed
)
SELECT
    source_row, 'careplan-' || id AS therapy_key, encounter AS visit_key, patient AS person_key,
    coalesce(CAST(CAST(began AS DATE) AS VARCHAR), "start") AS start_date,
    coalesce(CAST(CAST(ended AS DATE) AS VARCHAR), "stop") AS end_date,
    'course' AS delivery, 'completed' AS status, 'snomed:' || code AS codes
FROM moment
