-- grain: one row per use of a file and month: what became of its accepted rows
-- A person is put into the month of enrolment; a day outside 2000 to 2100 into no month.
WITH dated AS (
    SELECT use_id, disposition, enrolled_on AS day FROM history.person
    UNION ALL
    SELECT use_id, disposition, diary_date FROM history.diary
    UNION ALL
    SELECT use_id, disposition, from_date FROM history.diary_coverage
    UNION ALL
    SELECT use_id, disposition, visit_date FROM history.visit
    UNION ALL
    SELECT use_id, disposition, start_date FROM history.therapy
    UNION ALL
    SELECT use_id, disposition, completed_on FROM history.questionnaire
),
counted AS (
    SELECT use_id, disposition,
        CASE WHEN year(day) BETWEEN 2000 AND 2100 THEN year(day) * 100 + month(day) END AS month,
        count(*) AS n
    FROM dated
    GROUP BY ALL
)
SELECT use_id,
    CASE
        WHEN month IS NULL THEN ''
        ELSE CAST(month // 100 AS VARCHAR) || '-' || lpad(CAST(month % 100 AS VARCHAR), 2, '0')
    END AS month,
    CAST(coalesce(sum(n) FILTER (disposition IN ('current', 'superseded', 'deleted')), 0) AS BIGINT)
        AS rows_accepted,
    CAST(coalesce(sum(n) FILTER (disposition IN ('conflict', 'variant')), 0) AS BIGINT)
        AS rows_in_conflict,
    CAST(coalesce(sum(n) FILTER (disposition = 'duplicate'), 0) AS BIGINT) AS rows_duplicate
FROM counted
GROUP BY use_id, month
ORDER BY use_id, month
