-- grain: one row per line that takes back an encounter this site has sent
-- A bundle says 'Encounter/1' of the encounter whose id is '1'.
-- A line that takes back several has no single key and is refused: send one deletion a line.
WITH taken_back AS (
    SELECT source_row, max(last_updated) AS last_updated, count(DISTINCT encounter_id) AS several,
        min(encounter_id) AS encounter_id, min(patient_id) AS patient_id
    FROM (
        SELECT source_row, last_updated, regexp_extract(url, '^Encounter/([^/?]+)$', 1)
            AS encounter_id
        FROM landed
    )
    JOIN (SELECT encounter_id, min(patient_id) AS patient_id FROM beside.encounter
        GROUP BY encounter_id) USING (encounter_id)
    GROUP BY source_row
)
SELECT
    source_row, CASE WHEN several = 1 THEN encounter_id END AS visit_key,
    repeat('0', 6 - length(patient_id)) || patient_id AS person_key, 'true' AS is_deleted,
    CAST(NULL AS VARCHAR) AS visit_date, CAST(NULL AS VARCHAR) AS setting,
    CAST(NULL AS VARCHAR) AS status,
    coalesce(CAST(TRY_CAST(last_updated AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS VARCHAR),
        last_updated) AS recorded_at
FROM taken_back
