-- grain: one row per person
SELECT
    person_id, site_code, person_key, birth_year, age_years, sex, diagnosis, diagnosis_code,
    onset_age, enrolled_on, left_on, baseline_headache_days, timezone, consent_scope, recorded_at,
    delivery_id, source_sha256, source_row
FROM history.person
WHERE disposition = 'current'
