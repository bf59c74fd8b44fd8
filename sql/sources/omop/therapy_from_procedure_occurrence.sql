-- grain: one row per procedure_occurrence of the file
-- Codes are tried in this order: the standard concept's, the source concept's, the bare concept id,
-- and last what the source system wrote.
WITH concept AS (
    SELECT concept_id, min(CASE vocabulary_id WHEN 'CPT4' THEN 'cpt:' WHEN 'HCPCS' THEN 'hcpcs:'
        WHEN 'SNOMED' THEN 'snomed:' WHEN 'RxNorm' THEN 'rxnorm:' WHEN 'ATC' THEN 'atc:'
        WHEN 'ICD10PCS' THEN 'icd10pcs:' END || concept_code) AS code
    FROM beside.concept GROUP BY concept_id
),
timed AS (
    SELECT *, TRY_CAST(procedure_datetime AS TIMESTAMP) AS began,
        TRY_CAST(procedure_end_datetime AS TIMESTAMP) AS ended
    FROM landed
)
SELECT
    source_row, 'procedure-' || procedure_occurrence_id AS therapy_key,
    visit_occurrence_id AS visit_key,
    repeat('0', 6 - length(person_id)) || person_id AS person_key,
    procedure_date AS start_date, nullif(procedure_end_date, procedure_date) AS end_date,
    CASE WHEN CAST(began AS TIME) <> '00:00' AND CAST(ended AS TIME) <> '00:00'
        THEN CAST(date_sub('minute', began, ended) AS VARCHAR)
        WHEN ended IS NULL THEN procedure_end_datetime END AS minutes,
    CASE WHEN TRY_CAST(quantity AS DOUBLE) = 0 THEN NULL ELSE quantity END AS quantity,
    'completed' AS status,
    nullif(concat_ws('|', stated.code, nullif(source.code, stated.code),
        'omop:' || nullif(procedure_concept_id, '0'),
        CASE WHEN regexp_matches(procedure_source_value, '^[a-z0-9]+:[^ |]+$')
            THEN procedure_source_value
            ELSE 'local:' || replace(procedure_source_value, '|', '/') END), '') AS codes
FROM timed
LEFT JOIN concept AS stated ON stated.concept_id = procedure_concept_id
LEFT JOIN concept AS source ON source.concept_id = procedure_source_concept_id
