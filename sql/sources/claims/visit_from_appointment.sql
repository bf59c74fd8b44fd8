-- grain: one row per appointment that was not kept, or not yet
-- A kept appointment is in the claims, so here it would count twice.
WITH stated AS (
    SELECT *, TRY_CAST(start_datetime AS TIMESTAMP) AS began,
        regexp_replace(lower(coalesce(normalized_status, source_status)), '[ _-]', '', 'g') AS word
    FROM landed
)
SELECT
    source_row, appointment_id AS visit_key,
    repeat('0', 6 - length(person_id)) || person_id AS person_key,
    left(start_datetime, 10) AS visit_date,
    CASE WHEN CAST(began AS TIME) = '00:00' THEN NULL ELSE start_datetime END AS start_local,
    duration AS duration_min, 'unknown' AS setting,
    CASE WHEN word IN ('proposed', 'pending', 'booked', 'waitlist') THEN 'planned'
        WHEN word IN ('cancelled', 'canceled') THEN 'cancelled' WHEN word = 'noshow' THEN 'no_show'
        WHEN word = 'enteredinerror' THEN 'entered_in_error' ELSE word END AS status,
    ingest_datetime AS recorded_at
FROM stated
WHERE word IS NULL OR word NOT IN ('arrived', 'checkedin', 'fulfilled')
