-- grain: one row per order of a drug in the file
-- The course lasts as long as the supply that was ordered; without one it is open.
WITH request AS (
    SELECT source_row, min(request_id) AS request_id, min(patient_id) AS patient_id,
        min(encounter_id) AS encounter_id, min(status) AS status, min(intent) AS intent,
        min(authored) AS authored, min(supply) AS supply, min(supply_unit) AS supply_unit,
        min(quantity) AS quantity, min(last_updated) AS last_updated,
        string_agg(CASE
            WHEN system LIKE '%rxnorm' OR system LIKE '%113883.6.88' THEN 'rxnorm:'
            WHEN system LIKE '%whocc%' OR system LIKE '%113883.6.73' THEN 'atc:'
            WHEN system LIKE '%/ndc' OR system LIKE '%113883.6.69' THEN 'ndc:'
            WHEN system LIKE '%snomed%' OR system LIKE '%113883.6.96' THEN 'snomed:'
            ELSE 'local:' END || replace(code, '|', '/'), '|'
            ORDER BY TRY_CAST(coding_place AS INTEGER), system, code) AS codes
    FROM landed WHERE forbids IS DISTINCT FROM 'true' GROUP BY source_row
),
course AS (
    SELECT *,
        substr(coalesce(CASE WHEN authored LIKE '%Z' THEN CAST(TRY_CAST(authored AS TIMESTAMPTZ)
            AT TIME ZONE getvariable('site_timezone') AS VARCHAR) END, authored), 1, 10) AS first_day,
        CASE WHEN TRY_CAST(supply AS DOUBLE) BETWEEN 1 AND 3650 THEN
            CASE supply_unit WHEN 'd' THEN 1 WHEN 'wk' THEN 7 END * ceil(TRY_CAST(supply AS DOUBLE))
            END AS days
    FROM request
)
SELECT
    source_row, 'm-' || CASE WHEN length(request_id) > 62 THEN md5(request_id) ELSE request_id END
        AS therapy_key,
    encounter_id AS visit_key, repeat('0', 6 - length(patient_id)) || patient_id AS person_key,
    first_day AS start_date,
    CAST(TRY_CAST(first_day AS DATE) + CAST(days AS INTEGER) - 1 AS VARCHAR) AS end_date, quantity,
    CASE WHEN status = 'entered-in-error' THEN 'entered_in_error'
        WHEN status = 'draft' OR intent IN ('proposal', 'plan', 'option') THEN 'planned'
        WHEN status IN ('active', 'on-hold', 'stopped') THEN 'completed' ELSE status END AS status,
    codes,
    coalesce(CAST(TRY_CAST(last_updated AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS VARCHAR),
        last_updated) AS recorded_at
FROM course
