-- grain: one row per drug_exposure of the file
-- Codes are tried in this order: the standard concept's, its ATC classes with the finest first, the
-- source concept's, the bare concept id, and last what the source system wrote.
WITH concept AS (
    SELECT concept_id, min(CASE vocabulary_id WHEN 'RxNorm' THEN 'rxnorm:' WHEN 'ATC' THEN 'atc:'
        WHEN 'NDC' THEN 'ndc:' WHEN 'HCPCS' THEN 'hcpcs:' WHEN 'CPT4' THEN 'cpt:'
        WHEN 'SNOMED' THEN 'snomed:' END || concept_code) AS code
    FROM beside.concept GROUP BY concept_id
),
class AS (
    SELECT DISTINCT descendant_concept_id AS concept_id, code
    FROM beside.concept_ancestor
    JOIN concept ON concept.concept_id = ancestor_concept_id AND code LIKE 'atc:%'
    WHERE descendant_concept_id IN (SELECT drug_concept_id FROM landed)
),
classes AS (
    SELECT concept_id, string_agg(code, '|' ORDER BY length(code) DESC, code) AS codes
    FROM class GROUP BY concept_id
)
SELECT
    source_row, 'drug-' || drug_exposure_id AS therapy_key, visit_occurrence_id AS visit_key,
    repeat('0', 6 - length(person_id)) || person_id AS person_key,
    drug_exposure_start_date AS start_date, drug_exposure_end_date AS end_date,
    CASE WHEN TRY_CAST(quantity AS DOUBLE) = 0 THEN NULL ELSE quantity END AS quantity,
    'completed' AS status,
    nullif(concat_ws('|', stated.code, classes.codes, nullif(source.code, stated.code),
        'omop:' || nullif(drug_concept_id, '0'),
        CASE WHEN regexp_matches(drug_source_value, '^[a-z0-9]+:[^ |]+$') THEN drug_source_value
            ELSE 'local:' || replace(drug_source_value, '|', '/') END), '') AS codes
FROM landed
LEFT JOIN concept AS stated ON stated.concept_id = drug_concept_id
LEFT JOIN classes ON classes.concept_id = drug_concept_id
LEFT JOIN concept AS source ON source.concept_id = drug_source_concept_id
