-- grain: one row per person and day on which an attack began; the day's first line stands for all
WITH attack AS (
    SELECT *,
        coalesce(CASE WHEN regexp_full_match(date, '[0-9]+[-/.][0-9]+[-/.][0-9]+')
            THEN person_key || ' ' || date END, 'line ' || source_row) AS person_day,
        coalesce(try_strptime(time, '%H:%M'), try_strptime(time, '%I:%M %p')) AS clock,
        regexp_extract(lower(lasted),
            '^(?:([0-9]+) ?d)? ?(?:([0-9]+) ?h)? ?(?:([0-9]+) ?m)?$', ['d', 'h', 'm']) AS part
    FROM (
        SELECT *, split_part(started, ' ', 1) AS date, "pain level" AS pain,
            nullif(trim(substr(started, strpos(started || ' ', ' '))), '') AS time
        FROM landed
    )
    -- The same attack written twice is one.
    QUALIFY person_day LIKE 'line %' OR row_number() OVER (
        PARTITION BY person_key, started, lasted, pain ORDER BY source_row
    ) = 1
),
lasting AS (
    SELECT *, CASE WHEN concat(part.d, part.h, part.m) <> ''
        THEN 1440 * coalesce(TRY_CAST(part.d AS INTEGER), 0)
            + 60 * coalesce(TRY_CAST(part.h AS INTEGER), 0)
            + coalesce(TRY_CAST(part.m AS INTEGER), 0)
        END AS minutes
    FROM attack
),
day AS (
    SELECT person_day, min(source_row) AS source_row, min(person_key) AS person_key,
        min(CASE WHEN person_day LIKE 'line %' THEN started ELSE date END) AS date,
        coalesce(max(time) FILTER (clock IS NULL), strftime(min(clock), '%H:%M:%S')) AS onset_local,
        -- What is no number is passed on, to be refused.
        coalesce(max(pain) FILTER (NOT regexp_full_match(pain, '[0-9]+([.][0-9]+)?')),
            CAST(max(TRY_CAST(pain AS DOUBLE)) AS VARCHAR)) AS pain_max,
        coalesce(max(lasted) FILTER (minutes IS NULL),
            CASE WHEN bool_and(minutes IS NOT NULL AND clock IS NOT NULL)
                THEN CAST(sum(least(minutes, 1440 - 60 * hour(clock) - minute(clock))) AS VARCHAR)
            END) AS headache_minutes
    FROM lasting
    GROUP BY person_day
),
word AS (
    SELECT person_day, trim(unnest(string_split(lower(concat_ws(',', "attack types",
        "potential triggers", symptoms, "helpful medication", "somewhat helpful medication",
        "unhelpful medication", "unsure medication", "helpful non drug relief methods",
        "somewhat helpful non drug relief methods", "unhelpful non drug relief methods",
        "unsure non drug relief methods")), ','))) AS word
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
SELECT day.source_row, day.person_key, day.date AS diary_date,
    'event_log' AS entry_basis, 'complete' AS entry_status,
    -- An attack without pain may be an aura alone, or a level nobody set: no answer.
    CASE WHEN TRY_CAST(day.pain_max AS DOUBLE) = 0 THEN NULL ELSE 'true' END AS headache,
    said['migraine'] AS migraine,
    CASE WHEN said['migraine'] IS NOT NULL THEN 'self_label' END AS migraine_basis,
    day.onset_local, day.headache_minutes, day.pain_max, 'nrs_0_10' AS pain_scale,
    said['aura'] AS aura, said['nausea'] AS nausea, said['vomiting'] AS vomiting,
    said['photophobia'] AS photophobia, said['phonophobia'] AS phonophobia,
    said['triggers_present'] AS triggers_present, said['selfcare'] AS selfcare,
    said['acute_triptan'] AS acute_triptan, said['acute_nsaid'] AS acute_nsaid,
    said['acute_gepant'] AS acute_gepant, said['acute_ergot'] AS acute_ergot,
    said['acute_opioid'] AS acute_opioid, said['acute_combination'] AS acute_combination,
    said['acute_other'] AS acute_other
FROM day
LEFT JOIN meant ON meant.person_day = day.person_day
