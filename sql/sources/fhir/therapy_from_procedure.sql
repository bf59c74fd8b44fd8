-- grain: one row per procedure of the file
-- Two resource types share the table, and servers number each by itself: the key says which.
WITH procedure AS (
    SELECT source_row, min(procedure_id) AS procedure_id, min(patient_id) AS patient_id,
        min(encounter_id) AS encounter_id, min(status) AS status,
        coalesce(min(performed_at), min(performed_start)) AS started,
        min(performed_end) AS ended, min(last_updated) AS last_updated,
        string_agg(CASE
            WHEN system LIKE '%ama-assn%' OR system LIKE '%113883.6.12' THEN 'cpt:'
            WHEN system ILIKE '%hcpcs%' OR system LIKE '%113883.6.285' THEN 'hcpcs:'
            WHEN system LIKE '%snomed%' OR system LIKE '%113883.6.96' THEN 'snomed:'
            WHEN system ILIKE '%icd-10-pcs' OR system LIKE '%cms.gov%ICD10%'
                OR system LIKE '%113883.6.4' THEN 'icd10pcs:'
            ELSE 'local:' END || replace(code, '|', '/'), '|'
            ORDER BY TRY_CAST(coding_place AS INTEGER), system, code) AS codes
    FROM landed GROUP BY source_row
),
moment AS (
    SELECT *, TRY_CAST(started AS TIMESTAMPTZ) AS began, TRY_CAST(ended AS TIMESTAMPTZ) AS stopped,
        CASE WHEN started LIKE '%Z'
            THEN CAST(began AT TIME ZONE getvariable('site_timezone') AS VARCHAR) END AS local_start,
        CASE WHEN ended LIKE '%Z'
            THEN CAST(stopped AT TIME ZONE getvariable('site_timezone') AS VARCHAR) END AS local_end,
        substr(coalesce(local_start, started), 1, 10) AS first_day,
        substr(coalesce(local_end, ended), 1, 10) AS last_day,
        CASE WHEN started LIKE '%T%' AND ended LIKE '%T%' AND first_day = last_day
            THEN date_sub('minute', began, stopped) END AS length
    FROM procedure
)
SELECT
    source_row,
    'p-' || CASE WHEN length(procedure_id) > 62 THEN md5(procedure_id) ELSE procedure_id END
        AS therapy_key,
    encounter_id AS visit_key, repeat('0', 6 - length(patient_id)) || patient_id AS person_key,
    first_day AS start_date, CASE WHEN length IS NULL THEN last_day END AS end_date,
    CASE WHEN length <= 240 THEN CAST(length AS VARCHAR) END AS minutes,
    CASE status WHEN 'preparation' THEN 'planned' WHEN 'in-progress' THEN 'planned'
        WHEN 'on-hold' THEN 'planned' WHEN 'not-done' THEN 'cancelled' WHEN 'stopped'
        THEN 'cancelled' WHEN 'entered-in-error' THEN 'entered_in_error' ELSE status END AS status,
    codes,
    coalesce(CAST(TRY_CAST(last_updated AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS VARCHAR),
        last_updated) AS recorded_at
FROM moment
