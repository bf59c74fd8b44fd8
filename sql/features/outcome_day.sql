-- grain: one row per person and observed day
-- AND, OR and NOT keep what is not known: a day is null where the answer hangs on it.
WITH day AS (
    SELECT
        e.person_id, e.diary_date, e.migraine,
        coalesce(e.headache, CASE WHEN e.migraine THEN true END) AS headache,
        e.headache_minutes AS minutes,
        -- Two of four features; of the other two nobody was asked, so less than two is not a no.
        CASE WHEN e.pain_max >= f.moderate_pain AND e.aggravated_by_activity THEN true END
        AND (e.nausea OR e.vomiting OR (e.photophobia AND e.phonophobia)) AS meets_criteria,
        e.aura,
        e.acute_triptan > 0 AS triptan, e.acute_ergot > 0 AS ergot, e.acute_opioid > 0 AS opioid,
        e.acute_combination > 0 AS combination, e.acute_gepant > 0 AS gepant,
        greatest(e.acute_nsaid, e.acute_other) > 0 AS simple,
        greatest(e.acute_triptan, e.acute_ergot, e.acute_gepant) > 0 AS specific,
        greatest(
            e.acute_triptan, e.acute_ergot, e.acute_opioid, e.acute_combination, e.acute_nsaid,
            e.acute_other
        ) > 0 AS overusable
    FROM core.diary_day AS e
    CROSS JOIN reference.definition AS f
    WHERE e.entry_status <> 'missed'
    UNION ALL
    SELECT person_id, diary_date, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL
    FROM features.covered_day
),
told AS (
    SELECT
        person_id, diary_date, headache, minutes,
        CASE WHEN NOT headache THEN false ELSE migraine END AS reported,
        headache AND minutes >= 30 AND meets_criteria AS criteria_30_min,
        headache AND minutes >= 240 AND meets_criteria AS criteria_4_h,
        CASE WHEN NOT headache THEN coalesce(aura, false) ELSE aura END AS with_aura,
        headache AND specific AS specific_drug,
        greatest(overusable, gepant) AS any_drug,
        triptan, ergot, opioid, combination, simple, gepant, overusable
    FROM day
)
SELECT
    person_id, diary_date,
    reported AS migraine_reported,
    criteria_30_min AS migraine_criteria_30_min,
    criteria_4_h AS migraine_criteria_4_h,
    with_aura AS migraine_aura,
    specific_drug AS migraine_specific_drug,
    criteria_30_min OR with_aura OR specific_drug AS migraine_30_min,
    criteria_4_h OR with_aura OR specific_drug AS migraine_4_h,
    headache AS headache_any,
    headache AND minutes >= 30 AS headache_30_min,
    headache AND (minutes >= 60 OR any_drug) AS headache_1_h,
    any_drug AS took_any, triptan AS took_triptan, ergot AS took_ergot, opioid AS took_opioid,
    combination AS took_combination, simple AS took_simple, gepant AS took_gepant,
    overusable AS took_overusable
FROM told
ORDER BY person_id, diary_date
