-- grain: one row per person, day and questionnaire; its first line in the file stands for it
-- Vocabularies move scores between observation and measurement, so answers are read from both.
WITH said AS (
    SELECT source_row, person_id, observation_date AS day, observation_concept_id AS concept_id,
        observation_source_value AS written, value_as_number AS value
    FROM landed
    UNION ALL
    SELECT NULL, person_id, measurement_date, measurement_concept_id,
        measurement_source_value, value_as_number
    FROM beside.measurement
),
loinc AS (
    SELECT concept_id, min(concept_code) AS code
    FROM beside.concept WHERE vocabulary_id = 'LOINC' GROUP BY concept_id
),
named AS (
    SELECT source_row, person_id, day, value, regexp_extract(
        coalesce(words[code], words[written], lower(written)),
        '^(hit6|midas|msq21|phq9|gad7|psqi|pss10|ndi)_(total|item_[0-9]+)$',
        ['instrument', 'part']) AS name
    FROM said LEFT JOIN loinc USING (concept_id) CROSS JOIN (SELECT MAP {
        '44261-6': 'phq9_total', '44250-9': 'phq9_item_1', '44255-8': 'phq9_item_2',
        '44259-0': 'phq9_item_3', '44254-1': 'phq9_item_4', '44251-7': 'phq9_item_5',
        '44258-2': 'phq9_item_6', '44252-5': 'phq9_item_7', '44253-3': 'phq9_item_8',
        '44260-8': 'phq9_item_9', '70274-6': 'gad7_total', '69725-0': 'gad7_item_1',
        '68509-9': 'gad7_item_2', '69733-4': 'gad7_item_3', '69734-2': 'gad7_item_4',
        '69735-9': 'gad7_item_5', '69689-8': 'gad7_item_6', '69736-7': 'gad7_item_7'} AS words)
    WHERE value IS NOT NULL
),
answer AS (
    SELECT min(min(source_row)) OVER (PARTITION BY person_id, day, name.instrument) AS source_row,
        repeat('0', 6 - length(person_id)) || person_id AS person_key,
        name.instrument AS instrument, day AS completed_on, name.part AS part,
        first(value ORDER BY source_row NULLS LAST, value) AS value
    FROM named WHERE name.instrument <> '' GROUP BY person_id, day, name
)
SELECT * FROM answer PIVOT (any_value(value) FOR part IN (
    'item_1', 'item_2', 'item_3', 'item_4', 'item_5', 'item_6', 'item_7', 'item_8', 'item_9',
    'item_10', 'item_11', 'item_12', 'item_13', 'item_14', 'total')
    GROUP BY source_row, person_key, instrument, completed_on)
WHERE source_row IS NOT NULL
