-- grain: one row per person, kind of window and 28-day window with an observed day
SELECT
    person_id, site_code, window_kind, window_index, window_start, observed_days,
    headache_known_days, headache_days, migraine_known_days, migraine_days,
    severe_known_days, severe_days, acute_known_days, acute_days
FROM features.person_window
