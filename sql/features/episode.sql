-- grain: one row per person and attack: attack days and the clean days bridged between them
-- Between two neighbours of this list every day is known to be clean, so their dates give the run.
WITH break AS (
    SELECT person_id, site_code, diary_date, day_number, is_attack, is_severe, is_acute_drug
    FROM features.diary_spine
    WHERE is_attack IS NOT FALSE
),
diary AS (
    SELECT person_id, max(day_number) AS last_day
    FROM features.diary_spine
    GROUP BY person_id
),
placed AS (
    SELECT b.person_id, b.site_code, b.diary_date, b.day_number, b.is_attack, b.is_severe,
        b.is_acute_drug,
        b.day_number - 1 - coalesce(lag(b.day_number) OVER by_day, -1) AS clean_before,
        coalesce(lead(b.day_number) OVER by_day, d.last_day + 1) - b.day_number - 1 AS clean_after,
        lag(b.is_attack) OVER by_day AS follows_attack
    FROM break AS b
    JOIN diary AS d ON d.person_id = b.person_id
    WINDOW by_day AS (PARTITION BY b.person_id ORDER BY b.day_number)
),
numbered AS (
    SELECT p.person_id, p.site_code, p.diary_date, p.day_number, p.is_severe, p.is_acute_drug,
        p.clean_before > f.attack_gap_days AS is_start_known,
        p.clean_after > f.attack_gap_days AS is_end_known,
        sum(CASE WHEN p.follows_attack AND p.clean_before <= f.attack_gap_days THEN 0 ELSE 1 END)
            OVER (PARTITION BY p.person_id ORDER BY p.day_number) AS episode_number
    FROM placed AS p
    CROSS JOIN reference.definition AS f
    WHERE p.is_attack
)
SELECT
    person_id, min(site_code) AS site_code,
    min(diary_date) AS first_date, max(diary_date) AS last_date,
    bool_or(is_start_known) AS is_start_known, bool_or(is_end_known) AS is_end_known,
    count(*) AS attack_days,
    CAST(max(day_number) - min(day_number) + 1 - count(*) AS BIGINT) AS bridged_days,
    count(is_severe) AS severe_known_days,
    count(*) FILTER (is_severe) AS severe_days,
    count(is_acute_drug) AS acute_known_days,
    count(*) FILTER (is_acute_drug) AS acute_days
FROM numbered
GROUP BY person_id, episode_number
ORDER BY person_id, first_date
