-- grain: one row per patient of the file
-- A birth date longer than a year is passed on as it is, so that its row is refused.
SELECT
    source_row, repeat('0', 6 - length(patient_id)) || patient_id AS person_key,
    birth AS birth_year, gender AS sex,
    coalesce(CAST(TRY_CAST(last_updated AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS VARCHAR),
        last_updated) AS recorded_at
FROM landed
