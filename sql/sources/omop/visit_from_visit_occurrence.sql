-- grain: one row per visit_occurrence of the file
-- A datetime at midnight is a date in disguise: it gives neither a wall time nor a length.
WITH concept AS (
    SELECT concept_id, min(CASE WHEN vocabulary_id = 'SNOMED' THEN 'snomed:' || concept_code
        WHEN vocabulary_id = 'ICD9CM' THEN 'icd9:' || concept_code
        WHEN regexp_matches(vocabulary_id, '^(ICD10(CM|GM|CN)?|CIM10|KCD7)$')
            THEN 'icd10:' || concept_code END) AS code
    FROM beside.concept GROUP BY concept_id
),
condition AS (
    SELECT visit_occurrence_id, stated.code AS stated, source.code AS source,
        upper(condition_source_value) AS written
    FROM beside.condition_occurrence
    LEFT JOIN concept AS stated ON stated.concept_id = condition_concept_id
    LEFT JOIN concept AS source ON source.concept_id = condition_source_concept_id
    WHERE visit_occurrence_id IN (SELECT visit_occurrence_id FROM landed)
),
coded AS (
    SELECT visit_occurrence_id, unnest([stated, source, CASE
        WHEN stated IS NOT NULL OR source IS NOT NULL THEN NULL
        WHEN regexp_full_match(written, '[A-Z][0-9][0-9AB](\.?[0-9A-Z]{1,4})?')
            THEN 'icd10:' || regexp_replace(written, '^(...)\.?(.+)$', '\1.\2')
        WHEN regexp_full_match(written, '[0-9]{3}\.[0-9]{1,2}') THEN 'icd9:' || written
        WHEN regexp_full_match(written, '[0-9]{6,18}') THEN 'snomed:' || written END]) AS code
    FROM condition
),
diagnosis AS (
    SELECT visit_occurrence_id, array_to_string(list_sort(list(DISTINCT code)), '|') AS dx_codes
    FROM coded WHERE code IS NOT NULL GROUP BY visit_occurrence_id
),
timed AS (
    SELECT *, TRY_CAST(visit_start_datetime AS TIMESTAMP) AS began,
        TRY_CAST(visit_end_datetime AS TIMESTAMP) AS ended
    FROM landed
)
SELECT
    source_row, visit_occurrence_id AS visit_key,
    repeat('0', 6 - length(person_id)) || person_id AS person_key,
    visit_start_date AS visit_date,
    CASE WHEN CAST(began AS TIME) = '00:00' THEN NULL ELSE visit_start_datetime END AS start_local,
    CASE WHEN CAST(began AS TIME) <> '00:00' AND CAST(ended AS TIME) <> '00:00'
        THEN CAST(date_sub('minute', began, ended) AS VARCHAR)
        WHEN ended IS NULL THEN visit_end_datetime END AS duration_min,
    CASE WHEN visit_concept_id = '9201' THEN 'inpatient'
        WHEN visit_concept_id IN ('9202', '581477') THEN 'clinic'
        WHEN visit_concept_id IN ('9203', '262') THEN 'emergency'
        WHEN visit_concept_id = '581476' THEN 'home'
        WHEN visit_concept_id IN ('5083', '722455') THEN 'telehealth' ELSE 'unknown' END AS setting,
    'completed' AS status, dx_codes
FROM timed LEFT JOIN diagnosis USING (visit_occurrence_id)
