-- grain: one row per person and calendar day from the first to the last diary day, gaps kept
SELECT
    s.person_id, s.site_code, s.diary_date, s.day_number, s.date_is_relative, s.is_observed,
    s.is_headache, s.is_migraine, s.attack_basis, s.is_attack, s.is_severe, s.is_acute_drug,
    o.clean_days, o.is_at_risk, o.is_onset
FROM features.diary_spine AS s
JOIN features.onset_day AS o ON o.person_id = s.person_id AND o.diary_date = s.diary_date
