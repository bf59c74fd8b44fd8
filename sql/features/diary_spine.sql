-- grain: one row per person and calendar day from the first to the last diary day, gaps kept
-- felt from the last row before it in: SELECT person_id, diary_date FROM features.diary_spine WHERE is_observed
WITH known AS (
    SELECT
        person_id, diary_date, true AS is_observed,
        coalesce(headache, CASE WHEN migraine THEN true END) AS is_headache,
        CASE WHEN NOT headache THEN false ELSE migraine END AS is_migraine,
        CASE WHEN NOT headache THEN false ELSE pain_max >= f.severe_pain END AS is_severe,
        greatest(
            acute_triptan, acute_nsaid, acute_gepant, acute_ergot, acute_opioid,
            acute_combination, acute_other
        ) > 0 AS is_acute_drug,
        -- The entry's moment has a calendar; a day counted from the person's own day 0 has none.
        CASE WHEN date_is_relative THEN NULL
            WHEN CAST(entered_at AS DATE) < diary_date THEN 0
            ELSE date_diff('day', diary_date, CAST(entered_at AS DATE))
        END AS entry_delay_days
    FROM core.diary_day
    CROSS JOIN reference.definition AS f
    WHERE entry_status <> 'missed'
    UNION ALL
    SELECT person_id, diary_date, true, false, false, false, NULL, NULL
    FROM features.covered_day
),
-- The days nobody observed before each known day. In a rebuilt tail the first one has no day
-- before it: there the gap reaches back to where the calendar begins.
gap AS (
    SELECT k.person_id, k.diary_date AS until,
        coalesce(
            1 + lag(k.diary_date) OVER (PARTITION BY k.person_id ORDER BY k.diary_date),
            greatest(p.first_date, (SELECT min(calendar_date) FROM reference.calendar))
        ) AS since
    FROM known AS k
    JOIN features.diary_person AS p ON p.person_id = k.person_id
),
day AS (
    FROM known
    UNION ALL BY NAME
    SELECT person_id, false AS is_observed,
        since + CAST(unnest(range(date_diff('day', since, until))) AS INTEGER) AS diary_date
    FROM gap
    WHERE since < until
)
SELECT
    p.person_id, p.site_code, d.diary_date,
    CAST(date_diff('day', p.first_date, d.diary_date) AS BIGINT) AS day_number,
    p.date_is_relative,
    CASE WHEN NOT p.date_is_relative THEN isodow(d.diary_date) >= 6 END AS weekend,
    d.is_observed, d.is_headache, d.is_migraine,
    p.attack_basis,
    CASE WHEN p.attack_basis = 'migraine' THEN d.is_migraine ELSE d.is_headache END AS is_attack,
    d.is_severe, d.is_acute_drug, d.entry_delay_days,
    d.entry_delay_days > f.max_entry_delay_days AS is_late
FROM day AS d
JOIN features.diary_person AS p ON p.person_id = d.person_id
CROSS JOIN reference.definition AS f
ORDER BY p.person_id, d.diary_date
