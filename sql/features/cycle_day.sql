-- grain: one row per spine day of a person whose diary records menstrual bleeding
WITH marked AS (
    SELECT s.person_id, s.diary_date,
        max(b.first_date) OVER so_far AS last_first,
        min(b.first_date) OVER still_to_come AS next_first
    FROM features.diary_spine AS s
    LEFT JOIN features.bleeding AS b
        ON b.person_id = s.person_id AND b.first_date = s.diary_date
    WHERE s.person_id IN (SELECT person_id FROM features.bleeding)
    WINDOW so_far AS (
            PARTITION BY s.person_id ORDER BY s.diary_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ),
        still_to_come AS (
            PARTITION BY s.person_id ORDER BY s.diary_date
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
