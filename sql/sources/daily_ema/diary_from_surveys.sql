-- grain: one row per person and day; the day's first line stands for its prompts
-- Reduced as declared: stress is the most of the day, affect its mean; sleep is asked once a
-- day, and its last answer counts. A day with fewer than three prompts is partial.
WITH survey AS (
    SELECT *, coalesce(userid || ' ' || surveyday, 'line ' || source_row) AS person_day
    FROM landed
),
day AS (
    SELECT person_day, min(source_row) AS source_row, min(userid) AS userid,
        min(surveyday) AS surveyday, count(DISTINCT surveyinteger) AS prompts,
        -- What is no number is passed on, to be refused.
        coalesce(max(stress) FILTER (NOT regexp_full_match(stress, '[0-9]+([.][0-9]+)?')),
            CAST(max(TRY_CAST(stress AS DOUBLE)) AS VARCHAR)) AS stress,
        last(wasons ORDER BY surveyinteger, source_row) FILTER (wasons IS NOT NULL) AS wakings,
        last(sols ORDER BY surveyinteger, source_row) FILTER (sols IS NOT NULL) AS latency,
        coalesce(max(posaff) FILTER (NOT regexp_full_match(posaff, '[0-9]+([.][0-9]+)?')),
            CAST(round(avg(TRY_CAST(posaff AS DECIMAL(18, 12))), 6) AS VARCHAR)) AS positive,
        coalesce(max(negaff) FILTER (NOT regexp_full_match(negaff, '[0-9]+([.][0-9]+)?')),
            CAST(round(avg(TRY_CAST(negaff AS DECIMAL(18, 12))), 6) AS VARCHAR)) AS negative
    FROM survey
    GROUP BY person_day
)
SELECT
    source_row,
    CASE WHEN length(userid) < 6 THEN lpad(userid, 6, '0') ELSE userid END AS person_key,
    surveyday AS diary_date,
    CASE WHEN prompts >= 3 THEN 'complete' ELSE 'partial' END AS entry_status,
    stress,
    wakings AS sleep_interruptions,
    latency AS x_sleep_latency_min,
    positive AS x_positive_affect,
    negative AS x_negative_affect
FROM day
