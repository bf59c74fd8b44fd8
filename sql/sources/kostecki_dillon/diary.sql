-- grain: one row per row of the file, meant as one person-day
-- Source: the KosteckiDillon diary of the R package carData. Days count from the start of treatment.
SELECT
    source_row,
    'kd-' || lpad(id, 4, '0') AS person_key,
    "time" AS diary_day,
    'complete' AS entry_status,
    headache,
    CASE medication WHEN 'none' THEN 'no' WHEN 'reduced' THEN 'yes' WHEN 'continuing' THEN 'yes'
        ELSE medication
    END AS preventive_taken,
    airq AS x_air_quality,
    CASE medication WHEN 'continuing' THEN '1' WHEN 'reduced' THEN '0' WHEN 'none' THEN '0' END
    AS x_medication_continuing
FROM landed
