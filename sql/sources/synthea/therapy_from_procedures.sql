-- grain: one row per procedure of the file
-- Procedures have no id: the key is made of what does not change when a procedure is sent again.
-- Where two have that in common they are told apart by the rest; equal lines stay one procedure.
WITH moment AS (
    SELECT *, TRY_CAST("start" AS TIMESTAMP) AS began, TRY_CAST("stop" AS TIMESTAMP) AS ended,
        CASE WHEN "start" LIKE '%Z'
            THEN began AT TIME ZONE 'UTC' AT TIME ZONE getvariable('site_timezone')
            ELSE began END AS local,
        dense_rank() OVER (PARTITION BY patient, encounter, code, "start"
            ORDER BY "stop", reasoncode, "system") AS place
    FROM landed
)
SELECT
    source_row,
    'procedure-' || md5(concat_ws('|', patient, encounter, code, "start")) || '-' || place
        AS therapy_key,
    encounter AS visit_key, patient AS person_key,
    coalesce(CAST(CAST(local AS DATE) AS VARCHAR), "start") AS start_date,
    CASE WHEN ended IS NULL THEN "stop"
        ELSE CAST(date_sub('minute', began, ended) AS VARCHAR) END AS minutes,
    'completed' AS status,
    CASE WHEN "system" ILIKE '%cpt%' OR "system" ILIKE '%ama-assn%' THEN 'cpt:'
        WHEN "system" ILIKE '%hcpcs%' THEN 'hcpcs:'
        WHEN "system" IS NULL OR "system" ILIKE '%snomed%' THEN 'snomed:' ELSE 'local:' END || code
        AS codes
FROM moment
