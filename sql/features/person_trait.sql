-- grain: one row per person
-- What divides people into groups, as the site last told it.
SELECT person_id, site_code, sex, diagnosis, birth_year, age_years
FROM core.person
ORDER BY person_id
