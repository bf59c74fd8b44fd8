-- grain: one row per person and calendar day from the first to the last diary day, gaps kept
WITH known AS (
    SELECT
        person_id, site_code, diary_date, date_is_relative,
        coalesce(headache, CASE WHEN migraine THEN true END) AS headache,
        CASE WHEN NOT headache THEN false ELSE migraine END AS migraine,
        migraine IS NOT NULL AS says_migraine,
        pain_max,
        greatest(
            acute_triptan, acute_nsaid, acute_gepant, acute_ergot, acute_opioid,
            acute_combination, acute_other
        ) AS most_doses
    FROM core.diary_day
    WHERE entry_status <> 'missed'
    UNION ALL
    SELECT person_id, site_code, diary_date, false, false, false, false, NULL, NULL
    FROM features.covered_day
),
person AS (
    SELECT person_id, site_code, min(diary_date) AS first_date, max(diary_date) AS last_date,
        bool_or(date_is_relative) AS date_is_relative,
        CASE WHEN bool_or(says_migraine) THEN 'migraine' ELSE 'headache' END AS attack_basis
    FROM known
    GROUP BY person_id, site_code
)
SELECT
    p.person_id, p.site_code, d.calendar_date AS diary_date,
    CAST(date_diff('day', p.first_date, d.calendar_date) AS BIGINT) AS day_number,
    p.date_is_relative,
    k.person_id IS NOT NULL AS is_observed,
    k.headache AS is_headache,
    k.migraine AS is_migraine,
    p.attack_basis,
    CASE WHEN p.attack_basis = 'migraine' THEN k.migraine ELSE k.headache END AS is_attack,
    CASE WHEN NOT k.headache THEN false ELSE k.pain_max >= f.severe_pain END AS is_severe,
    k.most_doses > 0 AS is_acute_drug
FROM person AS p
CROSS JOIN reference.definition AS f
JOIN reference.calendar AS d ON d.calendar_date BETWEEN p.first_date AND p.last_date
LEFT JOIN known AS k ON k.person_id = p.person_id AND k.diary_date = d.calendar_date
ORDER BY p.person_id, d.calendar_date
