-- grain: one row per person and attack: attack days and the clean days bridged between them
-- reads features.diary_spine: 8 days back
-- felt from the first day of the row it falls into: SELECT person_id, first_date, last_date + CAST(f.attack_gap_days AS INTEGER) + 1 FROM features.episode CROSS JOIN reference.definition AS f
-- Between two neighbours of this list every day is known to be clean, so their dates give the run.
WITH break AS (
    SELECT person_id, diary_date, day_number, is_attack, is_severe, is_acute_drug
    FROM features.diary_spine
    WHERE is_attack IS NOT FALSE
),
placed AS (
    SELECT person_id, diary_date, day_number, is_attack, is_severe, is_acute_drug,
        day_number - 1 - coalesce(lag(day_number) OVER by_day, -1) AS clean_before,
        lead(day_number) OVER by_day - day_number - 1 AS clean_after,
        lag(is_attack) OVER by_day AS follows_attack
    FROM break
    WINDOW by_day AS (PARTITION BY person_id ORDER BY day_number)
),
numbered AS (
    SELECT p.person_id, p.diary_date, p.day_number, p.is_severe, p.is_acute_drug,
        p.clean_before, p.clean_after, f.attack_gap_days,
        sum(CASE WHEN p.follows_attack AND p.clean_before <= f.attack_gap_days THEN 0 ELSE 1 END)
            OVER (PARTITION BY p.person_id ORDER BY p.day_number) AS episode_number
    FROM placed AS p
    CROSS JOIN reference.definition AS f
    WHERE p.is_attack
),
diary AS (
    SELECT person_id, site_code, max(day_number) AS last_day
    FROM features.diary_spine
    GROUP BY person_id, site_code
)
SELECT
    n.person_id, d.site_code,
    min(n.diary_date) AS first_date, max(n.diary_date) AS last_date,
    bool_or(n.clean_before > n.attack_gap_days) AS is_start_known,
    -- No break follows the last one: there the diary itself ends the run.
    bool_or(coalesce(n.clean_after, d.last_day - n.day_number) > n.attack_gap_days) AS is_end_known,
    count(*) AS attack_days,
    CAST(max(n.day_number) - min(n.day_number) + 1 - count(*) AS BIGINT) AS bridged_days,
    count(n.is_severe) AS severe_known_days,
    count(*) FILTER (n.is_severe) AS severe_days,
    count(n.is_acute_drug) AS acute_known_days,
    count(*) FILTER (n.is_acute_drug) AS acute_days
FROM numbered AS n
JOIN diary AS d ON d.person_id = n.person_id
GROUP BY n.person_id, d.site_code, n.episode_number
ORDER BY n.person_id, first_date
