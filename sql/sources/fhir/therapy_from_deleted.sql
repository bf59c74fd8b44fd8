-- grain: one row per line that takes back a procedure or an order of a drug this site has sent
-- A bundle says 'Procedure/1' of the procedure whose id is '1', and so of orders.
-- A line that takes back several has no single key and is refused: send one deletion a line.
WITH sent AS (
    SELECT 'Procedure/' || procedure_id AS url, 'p-' AS prefix, procedure_id AS id,
        min(patient_id) AS patient_id
    FROM beside.procedure GROUP BY procedure_id
    UNION ALL
    SELECT 'MedicationRequest/' || request_id, 'm-', request_id, min(patient_id)
    FROM beside.medicationrequest GROUP BY request_id
),
taken_back AS (
    SELECT source_row, max(last_updated) AS last_updated, count(DISTINCT url) AS several,
        min(prefix || CASE WHEN length(id) > 62 THEN md5(id) ELSE id END) AS therapy_key,
        min(patient_id) AS patient_id
    FROM landed JOIN sent USING (url) GROUP BY source_row
)
SELECT
    source_row, CASE WHEN several = 1 THEN therapy_key END AS therapy_key,
    repeat('0', 6 - length(patient_id)) || patient_id AS person_key, 'true' AS is_deleted,
    CAST(NULL AS VARCHAR) AS start_date, CAST(NULL AS VARCHAR) AS status,
    CAST(NULL AS VARCHAR) AS codes,
    coalesce(CAST(TRY_CAST(last_updated AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS VARCHAR),
        last_updated) AS recorded_at
FROM taken_back
