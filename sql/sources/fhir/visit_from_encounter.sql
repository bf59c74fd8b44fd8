-- grain: one row per encounter of the file
-- The day is the one the encounter's own clock showed; a moment in Z is read by the site's clock.
-- Diagnoses are those of the newest version of each condition, unless it was ruled out or deleted.
WITH encounter AS (
    SELECT DISTINCT source_row, encounter_id, patient_id, status, class_code, period_start,
        period_end, last_updated
    FROM landed
),
condition AS (
    SELECT encounter_id, system, code,
        coalesce(regexp_matches(verification, 'refuted|entered-in-error'), false) AS is_none
    FROM beside.condition ANTI JOIN beside.deleted ON url = 'Condition/' || condition_id
    QUALIFY rank() OVER (PARTITION BY condition_id
        ORDER BY TRY_CAST(last_updated AS TIMESTAMPTZ) DESC NULLS LAST, is_none DESC) = 1
),
diagnosis AS (
    SELECT source_row, array_to_string(list_sort(list(DISTINCT prefix || code)), '|') AS dx_codes
    FROM (
        SELECT source_row, reason_system AS system, reason_code AS code FROM landed
        UNION ALL
        SELECT source_row, system, code
        FROM encounter JOIN condition USING (encounter_id) WHERE NOT is_none
    )
    CROSS JOIN LATERAL (SELECT CASE
        WHEN system LIKE '%icd-10%' OR system LIKE '%113883.6.90' OR system LIKE '%113883.6.3'
            THEN 'icd10:'
        WHEN system LIKE '%icd-9%' OR system LIKE '%113883.6.103' THEN 'icd9:'
        WHEN system LIKE '%snomed%' OR system LIKE '%113883.6.96' THEN 'snomed:' END AS prefix)
    GROUP BY source_row
),
moment AS (
    SELECT *,
        CASE WHEN regexp_matches(period_start, 'T.*(Z|[+-][0-9][0-9]:[0-9][0-9])$')
            THEN TRY_CAST(period_start AS TIMESTAMPTZ) END AS began,
        CASE WHEN regexp_matches(period_end, 'T.*(Z|[+-][0-9][0-9]:[0-9][0-9])$')
            THEN TRY_CAST(period_end AS TIMESTAMPTZ) END AS ended,
        CASE WHEN period_start LIKE '%Z'
            THEN CAST(began AT TIME ZONE getvariable('site_timezone') AS VARCHAR)
            ELSE regexp_replace(period_start, '[+-][0-9][0-9]:[0-9][0-9]$', '') END AS wall
    FROM encounter
)
SELECT
    source_row, encounter_id AS visit_key,
    repeat('0', 6 - length(patient_id)) || patient_id AS person_key,
    coalesce(substr(wall, 1, 10), period_start) AS visit_date,
    CASE WHEN began IS NOT NULL THEN wall END AS start_local,
    CAST(date_diff('minute', began AT TIME ZONE 'UTC', TRY_CAST(wall AS TIMESTAMP)) AS VARCHAR)
        AS utc_offset_min,
    CAST(date_sub('minute', began, ended) AS VARCHAR) AS duration_min,
    CASE class_code WHEN 'AMB' THEN 'clinic' WHEN 'VR' THEN 'telehealth' WHEN 'HH' THEN 'home'
        WHEN 'EMER' THEN 'emergency' WHEN 'IMP' THEN 'inpatient' WHEN 'ACUTE' THEN 'inpatient'
        WHEN 'NONAC' THEN 'inpatient' WHEN 'FLD' THEN 'community' ELSE 'unknown' END AS setting,
    CASE WHEN status = 'finished' THEN 'completed'
        WHEN status IN ('arrived', 'triaged', 'in-progress', 'onleave') THEN 'planned'
        WHEN status = 'entered-in-error' THEN 'entered_in_error' ELSE status END AS status,
    dx_codes,
    coalesce(CAST(TRY_CAST(last_updated AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS VARCHAR),
        last_updated) AS recorded_at
FROM moment LEFT JOIN diagnosis USING (source_row)
