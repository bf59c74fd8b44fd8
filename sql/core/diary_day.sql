-- grain: one row per person and local day
SELECT
    person_id, site_code, person_key, diary_date, diary_day, entry_basis, entry_status,
    entered_at, recorded_at, headache, migraine, migraine_basis, headache_minutes, onset_local,
    pain_max, pain_scale, aura, nausea, vomiting, photophobia, phonophobia,
    aggravated_by_activity, impact, sleep_hours, sleep_quality, sleep_interruptions, stress,
    sitting_hours, screen_hours, posture_rating, neck_pain, caffeine_mg, alcohol_units, water_ml,
    meals_skipped, exercise_min, menses, triggers_asked, triggers_present, acute_triptan,
    acute_nsaid, acute_gepant, acute_ergot, acute_opioid, acute_combination, acute_other,
    preventive_taken, selfcare, extra, date_is_relative, delivery_id, source_sha256, source_row
FROM history.diary
WHERE disposition = 'current'
