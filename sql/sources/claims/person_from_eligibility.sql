-- grain: one row per person: the latest stretch of insurance in the file stands for the others
-- Names, addresses and the birth date are identifiers: a file in which one of them stands is refused.
SELECT
    source_row, repeat('0', 6 - length(person_id)) || person_id AS person_key, birth_year,
    CASE upper(gender) WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' WHEN 'U' THEN 'unknown'
        ELSE lower(gender) END AS sex,
    ingest_datetime AS recorded_at
FROM landed
QUALIFY row_number() OVER (PARTITION BY person_id
    ORDER BY enrollment_start_date DESC NULLS LAST, source_row) = 1
