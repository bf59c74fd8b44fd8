-- grain: one row per trigger asked about, outcome and measure
-- A tick counts only on an attack day on which the diary asked about that trigger.
WITH measured_by (perceived_id, trigger_id) AS (
    VALUES ('stress', 'stress_level'), ('stress_letdown', 'stress_letdown'),
        ('sleep_lack', 'sleep_short'), ('fatigue', 'fatigue'), ('hormonal', 'menses_window'),
        ('bright_light', 'bright_light'), ('odour', 'odour'), ('fasting', 'meal_skipped'),
        ('caffeine', 'caffeine_high'), ('caffeine_withdrawal', 'caffeine_withdrawal'),
        ('alcohol', 'alcohol_any'), ('cheese', 'cheese'), ('chocolate', 'chocolate'),
        ('screen', 'screen_long'), ('posture', 'posture_poor'), ('neck_tension', 'neck_pain_any'),
        ('dehydration', 'water_low'), ('travel', 'travel')
),
asked AS (
    SELECT s.attack_basis, d.person_id, d.site_code, unnest(d.triggers_asked) AS perceived_id,
        coalesce(d.triggers_present, []) AS present
    FROM core.diary_day AS d
    JOIN features.diary_spine AS s ON s.person_id = d.person_id AND s.diary_date = d.diary_date
    WHERE s.is_attack AND d.entry_status <> 'missed'
),
person AS (
    SELECT attack_basis, perceived_id, person_id, site_code, count(*) AS days,
        count(*) FILTER (list_contains(present, perceived_id)) AS ticks
    FROM asked
    GROUP BY attack_basis, perceived_id, person_id, site_code
),
shared AS (
    SELECT *, 'perceived_people_share' AS measure_id, CAST(ticks > 0 AS BIGINT) AS x, 1 AS w
    FROM person
    UNION ALL
    SELECT *, 'perceived_day_share' AS measure_id, ticks AS x, days AS w
    FROM person
),
-- A share is a ratio of sums over people; its linearised variance says how many independent
-- answers it is worth, and Wilson's interval is of so many. Where all agree: of so many people.
summed AS (
    SELECT attack_basis, perceived_id, measure_id, count(*) AS n, sum(days) AS days,
        count(*) FILTER (ticks > 0) AS n_ticked, count(DISTINCT site_code) AS n_sites,
        CAST(sum(w) AS DOUBLE) AS whole, CAST(sum(x) AS DOUBLE) / whole AS share,
        CAST(sum(x * x) AS DOUBLE) - 2 * share * CAST(sum(x * w) AS DOUBLE)
        + share * share * CAST(sum(w * w) AS DOUBLE) AS squares,
        coalesce(share * (1 - share) * whole * whole * (n - 1) / nullif(n * squares, 0), n) AS worth,
        1.959964 * 1.959964 / worth AS pull
    FROM shared
    GROUP BY attack_basis, perceived_id, measure_id
),
bounded AS (
    SELECT *, (share + pull / 2) / (1 + pull) AS middle,
        sqrt(pull * share * (1 - share) + pull * pull / 4) / (1 + pull) AS reach
    FROM summed
)
SELECT
    b.perceived_id, b.attack_basis || '_day' AS outcome_id, b.measure_id, b.share AS estimate,
    greatest(b.middle - b.reach, 0) AS ci_low, least(b.middle + b.reach, 1) AS ci_high,
    b.n AS n_people, CAST(b.days AS BIGINT) AS n_days, b.n_sites, 'ok' AS status, b.n_ticked,
    m.trigger_id, e.verdict
FROM bounded AS b
LEFT JOIN measured_by AS m ON m.perceived_id = b.perceived_id
LEFT JOIN estimates.trigger_effect AS e
    ON e.trigger_id = m.trigger_id AND e.outcome_id = b.attack_basis || '_onset'
    AND e.estimand_id = 'within_person'
ORDER BY b.perceived_id, outcome_id, b.measure_id
