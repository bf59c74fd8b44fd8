-- grain: one row per row of the file: who the person of that day is
SELECT
    source_row,
    'kd-' || lpad(id, 4, '0') AS person_key,
    age AS age_years,
    sex,
    CASE hatype WHEN 'Aura' THEN 'mwa' WHEN 'No Aura' THEN 'mwoa' WHEN 'Mixed' THEN 'other'
        ELSE hatype
    END AS diagnosis
FROM landed
