-- grain: one row per stretch of days a person's log is known to be complete
SELECT
    person_id, site_code, person_key, from_date, to_date, basis, recorded_at,
    delivery_id, source_sha256, source_row
FROM history.diary_coverage
WHERE disposition = 'current'
