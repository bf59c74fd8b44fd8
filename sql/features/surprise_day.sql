-- grain: one row per person and day with a habit whose last 28 days are known well enough
-- reads features.diary_spine: 28 days back
-- reads features.habit_day: 28 days back
-- Every level is five bits of a number, and so are the known days of every habit: one sum over the
-- days before counts them all, each up to 28. A level is told by the first of its bits.
WITH level AS (
    SELECT s.person_id, s.diary_date, CAST(1 AS BIGINT) AS one,
        CASE WHEN stress_tenths < 20 THEN 0 WHEN stress_tenths < 40 THEN 5
            WHEN stress_tenths < 60 THEN 10 WHEN stress_tenths < 80 THEN 15
            WHEN stress_tenths >= 80 THEN 20 END AS stress,
        CASE WHEN sleep_minutes <= 300 THEN 25 WHEN sleep_minutes <= 390 THEN 30
            WHEN sleep_minutes <= 450 THEN 35 WHEN sleep_minutes <= 540 THEN 40
            WHEN sleep_minutes > 540 THEN 45 END AS sleep,
        CASE WHEN caffeine_mg = 0 THEN 0 WHEN caffeine_mg < 190 THEN 5
            WHEN caffeine_mg < 285 THEN 10 WHEN caffeine_mg >= 285 THEN 15 END AS caffeine,
        CASE WHEN alcohol_tenths = 0 THEN 20 WHEN alcohol_tenths < 70 THEN 25
            WHEN alcohol_tenths >= 70 THEN 30 END AS alcohol,
        CASE WHEN meals_skipped = 0 THEN 35 WHEN meals_skipped > 0 THEN 40 END AS meals
    FROM features.diary_spine AS s
    LEFT JOIN features.habit_day AS h
        ON h.person_id = s.person_id AND h.diary_date = s.diary_date
),
before AS (
    SELECT *,
        CAST(sum(
            coalesce((one << stress) + (one << 50), 0) + coalesce((one << sleep) + (one << 55), 0)
        ) OVER last_28 AS BIGINT) AS a,
        CAST(sum(
            coalesce((one << caffeine) + (one << 45), 0)
            + coalesce((one << alcohol) + (one << 50), 0)
            + coalesce((one << meals) + (one << 55), 0)
        ) OVER last_28 AS BIGINT) AS b
    FROM level
    WINDOW last_28 AS (
        PARTITION BY person_id ORDER BY diary_date ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING
    )
),
counted AS (
    SELECT person_id, diary_date,
        (a >> 50) & 31 AS stress_days, (a >> stress) & 31 AS stress_same,
        (a >> 55) & 31 AS sleep_days, (a >> sleep) & 31 AS sleep_same,
        (b >> 45) & 31 AS caffeine_days, (b >> caffeine) & 31 AS caffeine_same,
        (b >> 50) & 31 AS alcohol_days, (b >> alcohol) & 31 AS alcohol_same,
        (b >> 55) & 31 AS meals_days, (b >> meals) & 31 AS meals_same
    FROM before
),
-- In whole thousandths of a bit, since machines differ in the last digits of a logarithm.
surprisal AS (
    SELECT c.person_id, c.diary_date,
        CASE WHEN stress_days >= f.surprise_known_days
            THEN round(1000 * log2((stress_days + 5) / (stress_same + 1))) END AS stress,
        CASE WHEN sleep_days >= f.surprise_known_days
            THEN round(1000 * log2((sleep_days + 5) / (sleep_same + 1))) END AS sleep,
        CASE WHEN caffeine_days >= f.surprise_known_days
            THEN round(1000 * log2((caffeine_days + 4) / (caffeine_same + 1))) END AS caffeine,
        CASE WHEN alcohol_days >= f.surprise_known_days
            THEN round(1000 * log2((alcohol_days + 3) / (alcohol_same + 1))) END AS alcohol,
        CASE WHEN meals_days >= f.surprise_known_days
            THEN round(1000 * log2((meals_days + 2) / (meals_same + 1))) END AS meals
    FROM counted AS c
    CROSS JOIN reference.definition AS f
)
SELECT
    person_id, diary_date,
    stress / 1000 AS stress_surprisal,
    sleep / 1000 AS sleep_surprisal,
    caffeine / 1000 AS caffeine_surprisal,
    alcohol / 1000 AS alcohol_surprisal,
    meals / 1000 AS meals_surprisal,
    CAST(stress IS NOT NULL AS BIGINT) + CAST(sleep IS NOT NULL AS BIGINT)
    + CAST(caffeine IS NOT NULL AS BIGINT) + CAST(alcohol IS NOT NULL AS BIGINT)
    + CAST(meals IS NOT NULL AS BIGINT) AS known_habits,
    (coalesce(stress, 0) + coalesce(sleep, 0) + coalesce(caffeine, 0) + coalesce(alcohol, 0)
        + coalesce(meals, 0)) / (1000 * known_habits) AS mean_surprisal
FROM surprisal
WHERE coalesce(stress, sleep, caffeine, alcohol, meals) IS NOT NULL
ORDER BY person_id, diary_date
