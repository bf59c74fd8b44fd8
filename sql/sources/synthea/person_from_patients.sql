-- grain: one row per person of the file
-- patients.csv as Synthea writes it is refused: it names people. Sent are Id and GENDER, and the
-- year of birth where the site adds a column for it.
SELECT
    source_row, id AS person_key, birth_year,
    CASE gender WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' ELSE gender END AS sex
FROM landed
