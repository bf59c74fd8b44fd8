-- grain: one row per person; the person's first line stands for all of them
WITH survey AS (
    SELECT *, coalesce(userid, 'line ' || source_row) AS person
    FROM landed
)
SELECT
    source_row,
    CASE WHEN length(userid) < 6 THEN lpad(userid, 6, '0') ELSE userid END AS person_key,
    first_value(age IGNORE NULLS) OVER whole AS age_years,
    CASE first_value(female IGNORE NULLS) OVER whole
        WHEN '1' THEN 'female' WHEN '0' THEN 'male'
        ELSE first_value(female IGNORE NULLS) OVER whole
    END AS sex
FROM survey
WINDOW whole AS (
    PARTITION BY person ORDER BY source_row
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY row_number() OVER (PARTITION BY person ORDER BY source_row) = 1
