-- grain: one row per person of the file
-- The day of birth and the datetime of birth are identifiers: a file in which they stand is refused.
SELECT
    source_row,
    repeat('0', 6 - length(person_id)) || person_id AS person_key,
    year_of_birth AS birth_year,
    CASE gender_concept_id WHEN '8532' THEN 'female' WHEN '8507' THEN 'male'
        WHEN '8521' THEN 'other' ELSE 'unknown'
    END AS sex
FROM landed
