-- grain: one row per person and variant that the diary ever decided, clear days apart
-- Clear days alone would read as none at all; whether there was a headache, they do say.
WITH decided AS (
    SELECT
        person_id,
        count(migraine_reported) FILTER (headache_any IS NOT FALSE) AS migraine_reported,
        count(migraine_criteria_30_min) FILTER (headache_any IS NOT FALSE)
            AS migraine_criteria_30_min,
        count(migraine_criteria_4_h) FILTER (headache_any IS NOT FALSE) AS migraine_criteria_4_h,
        count(migraine_aura) FILTER (headache_any IS NOT FALSE) AS migraine_aura,
        count(migraine_specific_drug) FILTER (headache_any IS NOT FALSE) AS migraine_specific_drug,
        count(migraine_30_min) FILTER (headache_any IS NOT FALSE) AS migraine_30_min,
        count(migraine_4_h) FILTER (headache_any IS NOT FALSE) AS migraine_4_h,
        count(headache_any) AS headache_any,
        count(headache_30_min) FILTER (headache_any IS NOT FALSE) AS headache_30_min,
        count(headache_1_h) FILTER (headache_any IS NOT FALSE) AS headache_1_h
    FROM features.outcome_day
    GROUP BY person_id
),
listed AS (
    FROM decided UNPIVOT (decided_days FOR variant IN (
        migraine_reported, migraine_criteria_30_min, migraine_criteria_4_h, migraine_aura,
        migraine_specific_drug, migraine_30_min, migraine_4_h, headache_any, headache_30_min,
        headache_1_h
    ))
)
SELECT person_id, variant
FROM listed
WHERE decided_days > 0
ORDER BY person_id, variant
