-- grain: one row per person and day on which an attack began; the day's first line stands for all
WITH attack AS (
    SELECT *, coalesce(person_key || ' ' || CAST(CAST(began AS DATE) AS VARCHAR),
        'line ' || source_row) AS person_day
    FROM (
        SELECT *, TRY_CAST(start_time AS TIMESTAMP) AS began,
            TRY_CAST(end_time AS TIMESTAMP) AS ended
        FROM landed
    )
    -- The same attack written twice is one.
    QUALIFY began IS NULL OR row_number() OVER (
        PARTITION BY person_key, began, end_time, intensity ORDER BY source_row
    ) = 1
),
day AS (
    SELECT person_day, min(source_row) AS source_row, min(person_key) AS person_key,
        min(start_time) AS written, min(began) AS began,
        -- What is no number is passed on, to be refused.
        coalesce(max(intensity) FILTER (NOT regexp_full_match(intensity, '[0-9]+([.][0-9]+)?')),
            CAST(max(TRY_CAST(intensity AS DOUBLE)) AS VARCHAR)) AS pain_max,
        coalesce(max(end_time) FILTER (ended IS NULL), CASE WHEN bool_and(end_time IS NOT NULL)
            THEN CAST(sum(date_diff('minute', began,
                least(ended, date_trunc('day', began) + INTERVAL 1 DAY))) AS VARCHAR)
        END) AS headache_minutes
    FROM attack
    GROUP BY person_day
),
word AS (
    SELECT person_day,
        trim(unnest(regexp_split_to_array(lower(concat_ws(',', medication, triggers)), '[,;+|]')))
            AS word
    FROM attack
),
meaning AS (
    SELECT DISTINCT lower(word) AS word, contract_column, value,
        CASE WHEN regexp_full_match(value, '[0-9]+') THEN TRY_CAST(value AS INTEGER) END AS doses
    FROM beside.words
    WHERE contract_column IS NOT NULL
),
counted AS (
    SELECT w.person_day, m.contract_column,
        CASE WHEN starts_with(m.contract_column, 'acute_') AND count(*) = count(m.doses)
            THEN CAST(sum(m.doses) AS VARCHAR)
            ELSE string_agg(DISTINCT m.value, '|' ORDER BY m.value)
        END AS value
    FROM word AS w
    JOIN meaning AS m ON m.word = w.word
    GROUP BY w.person_day, m.contract_column
),
meant AS (
    SELECT person_day, map(list(contract_column), list(value)) AS said
    FROM counted
    GROUP BY person_day
)
SELECT day.source_row, day.person_key,
    coalesce(CAST(CAST(day.began AS DATE) AS VARCHAR), day.written) AS diary_date,
    'event_log' AS entry_basis, 'complete' AS entry_status,
    'true' AS headache,
    strftime(day.began, '%H:%M:%S') AS onset_local,
    day.headache_minutes, day.pain_max, 'nrs_1_10' AS pain_scale,
    said['triggers_present'] AS triggers_present, said['selfcare'] AS selfcare,
    said['acute_triptan'] AS acute_triptan, said['acute_nsaid'] AS acute_nsaid,
    said['acute_gepant'] AS acute_gepant, said['acute_ergot'] AS acute_ergot,
    said['acute_opioid'] AS acute_opioid, said['acute_combination'] AS acute_combination,
    said['acute_other'] AS acute_other
FROM day
LEFT JOIN meant ON meant.person_day = day.person_day
