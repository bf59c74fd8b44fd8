-- grain: one row per appointment of the file
-- Kept appointments are in the claims: here they only take the plan back, should it have been sent.
WITH stated AS (
    SELECT *, lower(coalesce(normalized_status, source_status)) AS word,
        TRY_CAST(start_datetime AS TIMESTAMP) AS began
    FROM landed
)
SELECT
    source_row, 'appointment-' || appointment_id AS visit_key,
    repeat('0', 6 - length(person_id)) || person_id AS person_key,
    left(start_datetime, 10) AS visit_date,
    CASE WHEN CAST(began AS TIME) = '00:00' THEN NULL ELSE start_datetime END AS start_local,
    duration AS duration_min, 'unknown' AS setting,
    CASE WHEN word IN ('proposed', 'pending', 'booked', 'waitlist') THEN 'planned'
        WHEN word = 'noshow' THEN 'no_show'
        WHEN word = 'entered-in-error' THEN 'entered_in_error'
        WHEN word IN ('arrived', 'checked-in', 'fulfilled') THEN 'completed'
        ELSE word END AS status,
    ingest_datetime AS recorded_at,
    CASE WHEN word IN ('arrived', 'checked-in', 'fulfilled') THEN 'true' ELSE 'false' END
        AS is_deleted
FROM stated
