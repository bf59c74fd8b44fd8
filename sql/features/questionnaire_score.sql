-- grain: one row per person, instrument and day of completion
-- a change is told from: completed_on
WITH answered AS (
    SELECT q.person_id, q.site_code, q.instrument, q.completed_on, i.is_sum,
        coalesce(q.recall_days, i.recall_days) AS recall_days,
        -- Null as soon as an item is: a sum of some answers is no total.
        q.item_1 + q.item_2 + q.item_3 + q.item_4 + q.item_5
        + CASE WHEN i.items >= 6 THEN q.item_6 ELSE 0 END
        + CASE WHEN i.items >= 7 THEN q.item_7 ELSE 0 END
        + CASE WHEN i.items >= 8 THEN q.item_8 ELSE 0 END
        + CASE WHEN i.items >= 9 THEN q.item_9 ELSE 0 END
        + CASE WHEN i.items >= 10 THEN q.item_10 ELSE 0 END AS item_sum,
        q.total
    FROM core.questionnaire AS q
    JOIN reference.instrument AS i ON i.instrument = q.instrument
),
scored AS (
    SELECT person_id, site_code, instrument, completed_on, recall_days,
        CAST(coalesce(total, CASE WHEN is_sum THEN item_sum END) AS BIGINT) AS total
    FROM answered
)
SELECT
    s.person_id, s.site_code, s.instrument, s.completed_on, s.total, g.grade,
    -- The day itself is not over when the form is filled in.
    s.completed_on - CAST(s.recall_days AS INTEGER) AS recall_from,
    CASE WHEN s.recall_days IS NOT NULL THEN s.completed_on - 1 END AS recall_to,
    lag(s.total IGNORE NULLS) OVER by_day AS previous_total,
    lag(CASE WHEN s.total IS NOT NULL THEN s.completed_on END IGNORE NULLS) OVER by_day
        AS previous_on
FROM scored AS s
LEFT JOIN reference.grade AS g
    ON g.instrument = s.instrument AND s.total BETWEEN g.low AND g.high
WINDOW by_day AS (PARTITION BY s.person_id, s.instrument ORDER BY s.completed_on)
ORDER BY s.person_id, s.instrument, s.completed_on
