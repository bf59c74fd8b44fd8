-- grain: one row per therapy delivered, prescribed or done at home
SELECT
    person_id, site_code, therapy_key, visit_key, person_key, therapy_code, start_date, end_date,
    delivery, body_region, minutes, dose_value, dose_unit, quantity, cost_amount, cost_currency,
    covered_amount, source_system, source_code, map_rule, status, recorded_at, delivery_id,
    source_sha256, source_row
FROM history.therapy
WHERE disposition = 'current'
