-- grain: one row per person, time zero and questionnaire completed before or after it
-- What is filled in on the day itself looks back on the days before it, as all of them do.
WITH near AS (
    SELECT z.person_id, z.index_date, q.instrument, q.completed_on, q.total,
        q.completed_on <= z.index_date AS is_before
    FROM trials.time_zero AS z
    JOIN features.questionnaire_score AS q
        ON q.person_id = z.person_id
        AND q.completed_on BETWEEN z.index_date - 84 AND z.index_date + 140
    WHERE q.instrument IN ('hit6', 'midas') AND q.total IS NOT NULL
        AND (q.completed_on <= z.index_date OR q.recall_from >= z.index_date)
),
placed AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY person_id, index_date, instrument, is_before ORDER BY completed_on
        ) AS place,
        count(*) OVER (PARTITION BY person_id, index_date, instrument, is_before) AS places
    FROM near
)
SELECT person_id, index_date, instrument,
    max(total) FILTER (is_before AND place = places) AS total_before,
    max(total) FILTER (NOT is_before AND place = 1) AS total_after
FROM placed
GROUP BY person_id, index_date, instrument
ORDER BY person_id, index_date, instrument
