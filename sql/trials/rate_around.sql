-- grain: one row per person, time zero and side of it with a diary day
-- Before are the three windows up to time zero, after the two from day 28 on. Per 28 days, of the
-- days on which the thing is known, when those suffice.
WITH summed AS (
    SELECT w.person_id, w.index_date,
        CASE WHEN w.event_window < 0 THEN 'before' ELSE 'after' END AS side,
        CAST(sum(w.spine_days) AS BIGINT) AS spine_days,
        CAST(sum(w.observed_days) AS BIGINT) AS observed_days,
        CAST(sum(w.attack_known_days) AS BIGINT) AS attack_known_days,
        CAST(sum(w.attack_days) AS BIGINT) AS attack_days,
        CAST(sum(w.headache_known_days) AS BIGINT) AS headache_known_days,
        CAST(sum(w.headache_days) AS BIGINT) AS headache_days,
        CAST(sum(w.severe_known_days) AS BIGINT) AS severe_known_days,
        CAST(sum(w.severe_days) AS BIGINT) AS severe_days,
        CAST(sum(w.acute_known_days) AS BIGINT) AS acute_known_days,
        CAST(sum(w.acute_days) AS BIGINT) AS acute_days,
        CAST(sum(w.neck_pain_known_days) AS BIGINT) AS neck_pain_known_days,
        CAST(sum(w.neck_pain_sum) AS BIGINT) AS neck_pain_sum,
        CAST(sum(w.stress_known_days) AS BIGINT) AS stress_known_days,
        CAST(sum(w.stress_tenths_sum) AS BIGINT) AS stress_tenths_sum
    FROM trials.event_window AS w
    WHERE w.event_window BETWEEN -3 AND -1 OR w.event_window BETWEEN 1 AND 2
    GROUP BY w.person_id, w.index_date, w.event_window < 0
),
judged AS (
    SELECT s.*, f.min_window_days * CASE WHEN s.side = 'before' THEN 3 ELSE 2 END AS enough
    FROM summed AS s
    CROSS JOIN reference.definition AS f
)
SELECT person_id, index_date, side, attack_known_days AS mmd_known_days,
    CASE WHEN attack_known_days >= enough THEN 28.0 * attack_days / attack_known_days END AS mmd,
    CASE WHEN headache_known_days >= enough THEN 28.0 * headache_days / headache_known_days END
        AS headache,
    CASE WHEN severe_known_days >= enough THEN 28.0 * severe_days / severe_known_days END AS severe,
    CASE WHEN acute_known_days >= enough THEN 28.0 * acute_days / acute_known_days END AS acute,
    CASE WHEN spine_days >= enough THEN 28.0 * observed_days / spine_days END AS observed,
    CASE WHEN neck_pain_known_days >= enough
        THEN CAST(neck_pain_sum AS DOUBLE) / neck_pain_known_days
    END AS neck_pain,
    CASE WHEN stress_known_days >= enough
        THEN stress_tenths_sum / (10.0 * stress_known_days)
    END AS stress
FROM judged
ORDER BY person_id, index_date, side
