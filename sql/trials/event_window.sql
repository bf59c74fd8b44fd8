-- grain: one row per person, time zero and 28-day window around it with a diary day
-- Windows -6 to -1 lie before time zero; window 0 begins on the day itself.
WITH placed AS (
    SELECT z.person_id, z.site_code, z.index_date,
        CAST(floor(date_diff('day', z.index_date, s.diary_date) / 28.0) AS INTEGER)
            AS event_window,
        s.is_observed, s.is_attack, s.is_headache, s.is_severe, s.is_acute_drug,
        h.neck_pain, h.stress_tenths
    FROM trials.time_zero AS z
    JOIN features.diary_spine AS s
        ON s.person_id = z.person_id
        AND s.diary_date BETWEEN z.index_date - 168 AND z.index_date + 167
    LEFT JOIN features.habit_day AS h
        ON h.person_id = s.person_id AND h.diary_date = s.diary_date
)
SELECT
    person_id, site_code, index_date, event_window,
    count(*) AS spine_days,
    count(*) FILTER (is_observed) AS observed_days,
    count(is_attack) AS attack_known_days,
    count(*) FILTER (is_attack) AS attack_days,
    count(is_headache) AS headache_known_days,
    count(*) FILTER (is_headache) AS headache_days,
    count(is_severe) AS severe_known_days,
    count(*) FILTER (is_severe) AS severe_days,
    count(is_acute_drug) AS acute_known_days,
    count(*) FILTER (is_acute_drug) AS acute_days,
    count(neck_pain) AS neck_pain_known_days,
    CAST(sum(neck_pain) AS BIGINT) AS neck_pain_sum,
    count(stress_tenths) AS stress_known_days,
    CAST(sum(stress_tenths) AS BIGINT) AS stress_tenths_sum
FROM placed
GROUP BY person_id, site_code, index_date, event_window
ORDER BY person_id, index_date, event_window
