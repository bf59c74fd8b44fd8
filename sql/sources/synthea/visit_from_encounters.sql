-- grain: one row per encounter of the file
-- Moments end in Z: the day is the site's, on which the clock there stood at that moment.
WITH condition AS (
    SELECT encounter AS id,
        CASE WHEN "system" ILIKE '%icd%10%' THEN 'icd10:' ELSE 'snomed:' END || code AS code
    FROM beside.conditions
    UNION ALL
    SELECT id, 'snomed:' || reasoncode FROM landed
),
diagnosis AS (
    SELECT id, array_to_string(list_sort(list(DISTINCT code)), '|') AS dx_codes
    FROM condition WHERE code IS NOT NULL GROUP BY id
),
moment AS (
    SELECT *, TRY_CAST("start" AS TIMESTAMP) AS began, TRY_CAST("stop" AS TIMESTAMP) AS ended,
        CASE WHEN "start" LIKE '%Z'
            THEN began AT TIME ZONE 'UTC' AT TIME ZONE getvariable('site_timezone')
            ELSE began END AS local
    FROM landed
)
SELECT
    source_row, id AS visit_key, patient AS person_key,
    coalesce(CAST(CAST(local AS DATE) AS VARCHAR), "start") AS visit_date,
    CASE WHEN "start" LIKE '%Z' THEN CAST(local AS VARCHAR) END AS start_local,
    CASE WHEN "start" LIKE '%Z' THEN CAST(date_diff('minute', began, local) AS VARCHAR) END
        AS utc_offset_min,
    CASE WHEN ended IS NULL THEN "stop"
        ELSE CAST(date_sub('minute', began, ended) AS VARCHAR) END AS duration_min,
    CASE WHEN encounterclass IN ('ambulatory', 'wellness', 'outpatient', 'urgentcare') THEN 'clinic'
        WHEN encounterclass IN ('inpatient', 'snf', 'hospice') THEN 'inpatient'
        WHEN encounterclass IN ('emergency', 'home') THEN encounterclass
        WHEN encounterclass = 'virtual' THEN 'telehealth' ELSE 'unknown' END AS setting,
    'completed' AS status, dx_codes
FROM moment LEFT JOIN diagnosis USING (id)
