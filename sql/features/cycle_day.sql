-- grain: one row per day whose bleeding is recorded, yes or no, of a person who ever bled
-- Only these days: where bleeding is noted on attack days alone, the others cannot be told apart.
WITH marked AS (
    SELECT e.person_id, e.diary_date,
        max(b.first_date) OVER so_far AS last_first,
        min(b.first_date) OVER still_to_come AS next_first
    FROM core.diary_day AS e
    LEFT JOIN features.bleeding AS b
        ON b.person_id = e.person_id AND b.first_date = e.diary_date
    WHERE e.menses IS NOT NULL AND e.person_id IN (SELECT person_id FROM features.bleeding)
    WINDOW so_far AS (
            PARTITION BY e.person_id ORDER BY e.diary_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ),
        still_to_come AS (
            PARTITION BY e.person_id ORDER BY e.diary_date
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        )
)
SELECT
    person_id, diary_date,
    coalesce(date_diff('day', last_first, diary_date) <= 3, false)
    OR coalesce(date_diff('day', diary_date, next_first) <= 2, false) AS menses_window,
    -- Ovulation is dated back from the next bleeding; without one it is not known.
    date_diff('day', diary_date, next_first) BETWEEN 12 AND 16 AS ovulation_window
FROM marked
ORDER BY person_id, diary_date
