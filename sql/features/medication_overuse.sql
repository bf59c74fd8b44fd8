-- grain: one row per person and 28-day window with an observed day
-- reads features.person_window: 56 days back
-- reads features.drug_window: 56 days back
-- In each of three windows in a row, class by class (ICHD-3 8.2). AND and OR keep what is unknown.
WITH judged AS (
    SELECT d.person_id, d.site_code, d.window_kind, d.window_index, d.window_start,
        CASE WHEN w.headache_known_days >= f.min_window_days
            THEN 28 * w.headache_days >= f.chronic_headache_days * w.headache_known_days
        END AS headache,
        CASE WHEN d.triptan_known_days >= f.min_window_days
            THEN 28 * d.triptan_days >= f.overuse_days * d.triptan_known_days END AS triptan,
        CASE WHEN d.ergot_known_days >= f.min_window_days
            THEN 28 * d.ergot_days >= f.overuse_days * d.ergot_known_days END AS ergot,
        CASE WHEN d.opioid_known_days >= f.min_window_days
            THEN 28 * d.opioid_days >= f.overuse_days * d.opioid_known_days END AS opioid,
        CASE WHEN d.combination_known_days >= f.min_window_days
            THEN 28 * d.combination_days >= f.overuse_days * d.combination_known_days
        END AS combination,
        CASE WHEN d.simple_known_days >= f.min_window_days
            THEN 28 * d.simple_days >= f.overuse_simple_days * d.simple_known_days END AS simple,
        -- Days of a single class are judged by that class's own limit.
        CASE WHEN d.overusable_known_days >= f.min_window_days
            THEN 28 * d.overusable_days >= f.overuse_mixed_days * d.overusable_known_days
                AND CAST(d.triptan_days > 0 AS INTEGER) + CAST(d.ergot_days > 0 AS INTEGER)
                + CAST(d.opioid_days > 0 AS INTEGER) + CAST(d.combination_days > 0 AS INTEGER)
                + CAST(d.simple_days > 0 AS INTEGER) >= 2 END AS mixed,
        CASE WHEN d.overusable_known_days >= f.min_window_days
            THEN 28 * d.overusable_days < d.overusable_known_days
                * least(f.overuse_days, f.overuse_simple_days, f.overuse_mixed_days) END AS few
    FROM features.drug_window AS d
    JOIN features.person_window AS w
        ON w.person_id = d.person_id AND w.window_kind = d.window_kind
        AND w.window_index = d.window_index
    CROSS JOIN reference.definition AS f
),
lasting AS (
    SELECT c.person_id, c.site_code, c.window_kind, c.window_index, c.window_start,
        a.headache AND b.headache AND c.headache AS headache,
        a.triptan AND b.triptan AND c.triptan AS triptan,
        a.ergot AND b.ergot AND c.ergot AS ergot,
        a.opioid AND b.opioid AND c.opioid AS opioid,
        a.combination AND b.combination AND c.combination AS combination,
        a.simple AND b.simple AND c.simple AS simple,
        a.mixed AND b.mixed AND c.mixed AS mixed,
        a.few OR b.few OR c.few AS few
    FROM judged AS c
    LEFT JOIN judged AS b ON b.person_id = c.person_id AND b.window_index = c.window_index - 1
    LEFT JOIN judged AS a ON a.person_id = c.person_id AND a.window_index = c.window_index - 2
)
SELECT
    person_id, site_code, window_kind, window_index, window_start,
    headache AS is_headache_frequent,
    triptan AS is_triptan_overuse, ergot AS is_ergot_overuse, opioid AS is_opioid_overuse,
    combination AS is_combination_overuse, simple AS is_simple_overuse, mixed AS is_mixed_overuse,
    -- Too few days with any of them is a no, whichever classes the diary asks about.
    headache AND coalesce(
        triptan OR ergot OR opioid OR combination OR simple OR mixed,
        CASE WHEN few THEN false END
    ) AS is_medication_overuse
FROM lasting
ORDER BY person_id, window_kind, window_index
