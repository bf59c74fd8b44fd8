-- grain: one row per encounter
SELECT
    person_id, site_code, visit_key, person_key, visit_date, start_local, utc_offset_min,
    duration_min, setting, status, clinician_role, dx_codes, pain_before, pain_after, cva_deg,
    cervical_rotation_deg, ndi_pct, satisfaction, recorded_at, delivery_id, source_sha256,
    source_row
FROM history.visit
WHERE disposition = 'current'
