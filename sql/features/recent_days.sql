-- grain: one row per person and spine day: what the 7 and the 28 days before it held
-- reads features.diary_spine: 28 days back
-- reads features.habit_day: 7 days back
-- Counts share a number, five bits each, so that one sum over the days adds all of them. A known day
-- is 1, one with headache 33: headache days are counted five bits above the known days.
WITH day AS (
    SELECT s.person_id, s.diary_date,
        CAST(s.is_observed AS BIGINT)
        + CASE WHEN s.is_headache THEN CAST(33 AS BIGINT) << 5
            WHEN NOT s.is_headache THEN CAST(1 AS BIGINT) << 5 ELSE 0 END
        + CASE WHEN s.is_attack THEN CAST(33 AS BIGINT) << 15
            WHEN NOT s.is_attack THEN CAST(1 AS BIGINT) << 15 ELSE 0 END
        + CASE WHEN s.is_severe THEN CAST(33 AS BIGINT) << 25
            WHEN NOT s.is_severe THEN CAST(1 AS BIGINT) << 25 ELSE 0 END
        + CASE WHEN s.is_acute_drug THEN CAST(33 AS BIGINT) << 35
            WHEN NOT s.is_acute_drug THEN CAST(1 AS BIGINT) << 35 ELSE 0 END AS flags,
        -- Seven nights of minutes need 14 bits, seven days of stress in tenths 10.
        coalesce(h.sleep_minutes + (CAST(1 AS BIGINT) << 14), 0)
        + coalesce((CAST(h.stress_tenths AS BIGINT) << 20) + (CAST(1 AS BIGINT) << 30), 0) AS habits
    FROM features.diary_spine AS s
    LEFT JOIN features.habit_day AS h
        ON h.person_id = s.person_id AND h.diary_date = s.diary_date
),
summed AS (
    SELECT person_id, diary_date,
        CAST(coalesce(sum(flags) OVER last_7, 0) AS BIGINT) AS a,
        CAST(coalesce(sum(flags) OVER last_28, 0) AS BIGINT) AS b,
        CAST(coalesce(sum(habits) OVER last_7, 0) AS BIGINT) AS c
    FROM day
    WINDOW last_7 AS (
            PARTITION BY person_id ORDER BY diary_date ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING
        ),
        last_28 AS (
            PARTITION BY person_id ORDER BY diary_date ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING
        )
)
SELECT
    person_id, diary_date,
    a & 31 AS observed_days_7,
    (a >> 5) & 31 AS headache_known_days_7, (a >> 10) & 31 AS headache_days_7,
    (a >> 15) & 31 AS attack_known_days_7, (a >> 20) & 31 AS attack_days_7,
    (a >> 25) & 31 AS severe_known_days_7, (a >> 30) & 31 AS severe_days_7,
    (a >> 35) & 31 AS acute_known_days_7, (a >> 40) & 31 AS acute_days_7,
    b & 31 AS observed_days_28,
    (b >> 5) & 31 AS headache_known_days_28, (b >> 10) & 31 AS headache_days_28,
    (b >> 15) & 31 AS attack_known_days_28, (b >> 20) & 31 AS attack_days_28,
    (b >> 25) & 31 AS severe_known_days_28, (b >> 30) & 31 AS severe_days_28,
    (b >> 35) & 31 AS acute_known_days_28, (b >> 40) & 31 AS acute_days_28,
    c & 16383 AS sleep_minutes_7, (c >> 14) & 7 AS sleep_known_days_7,
    (c >> 20) & 1023 AS stress_tenths_7, (c >> 30) & 7 AS stress_known_days_7
FROM summed
ORDER BY person_id, diary_date
