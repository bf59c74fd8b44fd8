-- grain: one row per person and day with an entry; the day's first line stands for its entries
-- A mood diary knows no headache. Only a tick the site has named is one; a day without the tick is
-- free of headache only where the site says that the ticks are complete.
WITH entry AS (
    SELECT source_row, person_key, full_date, mood, activities,
        TRY_CAST(full_date AS DATE) AS day,
        coalesce(person_key || ' ' || CAST(TRY_CAST(full_date AS DATE) AS VARCHAR),
            'line ' || source_row) AS person_day
    FROM landed
),
word AS (
    SELECT person_day,
        trim(unnest(string_split(lower(concat_ws('|', mood, activities)), '|'))) AS word
    FROM entry
),
meaning AS (
    SELECT DISTINCT lower(word) AS word, contract_column, value FROM beside.words
),
said AS (
    SELECT w.person_day,
        max(m.value) FILTER (m.contract_column = 'headache') AS headache,
        max(m.value) FILTER (m.contract_column = 'migraine') AS migraine,
        max(m.value) FILTER (m.contract_column = 'menses') AS menses,
        string_agg(DISTINCT m.value, '|' ORDER BY m.value)
            FILTER (m.contract_column = 'triggers_present') AS triggers_present,
        string_agg(DISTINCT m.value, '|' ORDER BY m.value)
            FILTER (m.contract_column = 'selfcare') AS selfcare,
        avg(TRY_CAST(m.value AS DECIMAL(9, 3))) FILTER (m.contract_column = 'x_mood') AS mood
    FROM word AS w JOIN meaning AS m ON m.word = w.word
    GROUP BY w.person_day
)
SELECT
    entry.source_row, entry.person_key,
    coalesce(CAST(entry.day AS VARCHAR), entry.full_date) AS diary_date,
    'complete' AS entry_status,
    CASE WHEN said.headache IS NOT NULL THEN said.headache
        WHEN said.migraine = 'true' THEN 'true'
        WHEN EXISTS (
            SELECT 1 FROM beside.diary_coverage AS c
            WHERE c.person_key = entry.person_key
                AND entry.day BETWEEN TRY_CAST(c.from_date AS DATE) AND TRY_CAST(c.to_date AS DATE)
        ) AND EXISTS (SELECT 1 FROM meaning WHERE contract_column IN ('headache', 'migraine'))
        THEN 'false'
    END AS headache,
    said.migraine,
    CASE WHEN said.migraine IS NOT NULL THEN 'self_label' END AS migraine_basis,
    said.menses, said.triggers_present, said.selfcare,
    CAST(round(said.mood, 3) AS VARCHAR) AS x_mood
FROM entry
LEFT JOIN said ON said.person_day = entry.person_day
QUALIFY row_number() OVER (PARTITION BY entry.person_day ORDER BY entry.source_row) = 1
