-- grain: one row per kind of attack and short sleep or not
-- scientist: How often does an attack begin after short sleep and after longer sleep, uncorrected?
SELECT
    s.attack_basis, f.sleep_short, count(DISTINCT o.person_id) AS people, count(*) AS at_risk_days,
    count(*) FILTER (o.is_onset) AS onsets,
    round(count(*) FILTER (o.is_onset) / count(*), 4) AS onsets_a_day
FROM features.onset_day AS o
JOIN features.diary_spine AS s ON s.person_id = o.person_id AND s.diary_date = o.diary_date
JOIN features.factor_day AS f ON f.person_id = o.person_id AND f.diary_date = o.diary_date
WHERE o.is_at_risk AND f.sleep_short IS NOT NULL
GROUP BY s.attack_basis, f.sleep_short
ORDER BY s.attack_basis, f.sleep_short
