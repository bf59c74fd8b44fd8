-- grain: one row per person and calendar 28-day window: what is known at its end, what follows
-- A rate is one division, over known days that suffice; windows are looked up by number, not by row.
WITH counted AS (
    SELECT m.*, m.attack_known_days >= f.min_window_days AS is_enough, f.min_window_days
    FROM months.month_days AS m
    CROSS JOIN reference.definition AS f
),
summed AS (
    SELECT *,
        CASE WHEN is_enough THEN 28.0 * attack_days / attack_known_days END AS attack_rate,
        28.0 * sum(attack_days) FILTER (is_enough) OVER six
            / sum(attack_known_days) FILTER (is_enough) OVER six AS attack_rate_6,
        28.0 * sum(attack_days) FILTER (is_enough) OVER so_far
            / sum(attack_known_days) FILTER (is_enough) OVER so_far AS attack_rate_so_far,
        count(*) FILTER (is_enough) OVER so_far AS windows_so_far
    FROM counted
    WINDOW
        six AS (
            PARTITION BY person_id ORDER BY window_index RANGE BETWEEN 5 PRECEDING AND CURRENT ROW
        ),
        so_far AS (
            PARTITION BY person_id ORDER BY window_index
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
)
SELECT
    m.person_id, m.site_code, m.window_index, m.window_start, m.attack_basis,
    m.attack_rate AS attack_rate_1, b.attack_rate AS attack_rate_2, a.attack_rate AS attack_rate_3,
    m.attack_rate_6, m.attack_rate_so_far, m.windows_so_far,
    m.observed_days, m.attack_known_days,
    CASE WHEN m.headache_known_days >= m.min_window_days
        THEN 28.0 * m.headache_days / m.headache_known_days END AS headache_rate,
    CASE WHEN m.severe_known_days >= m.min_window_days
        THEN 28.0 * m.severe_days / m.severe_known_days END AS severe_rate,
    CASE WHEN m.acute_known_days >= m.min_window_days
        THEN 28.0 * m.acute_days / m.acute_known_days END AS acute_rate,
    o.is_medication_overuse,
    CASE WHEN m.attack_basis = 'migraine' THEN c.state ELSE 'unknown' END AS chronicity,
    h.sleep_hours, h.stress, h.caffeine_mg, h.alcohol_units, h.screen_hours, h.sitting_hours,
    h.posture_rating, h.neck_pain, h.menses_share,
    q.hit6_total, q.hit6_age_days, q.midas_total, q.midas_age_days,
    t.therapy_groups, coalesce(t.therapies, 0) AS therapies,
    CAST(extract('month' FROM m.window_start + 27) AS BIGINT) AS month_of_year,
    coalesce(CAST(extract('year' FROM m.window_start + 27) AS BIGINT) - p.birth_year, p.age_years)
        AS age_years,
    p.sex, p.diagnosis,
    n.outcome_known_days AS next_known_days, n.outcome_days AS next_attack_days
FROM summed AS m
LEFT JOIN summed AS b ON b.person_id = m.person_id AND b.window_index = m.window_index - 1
LEFT JOIN summed AS a ON a.person_id = m.person_id AND a.window_index = m.window_index - 2
LEFT JOIN summed AS n ON n.person_id = m.person_id AND n.window_index = m.window_index + 1
LEFT JOIN months.month_habits AS h
    ON h.person_id = m.person_id AND h.window_index = m.window_index
LEFT JOIN months.month_scores AS q
    ON q.person_id = m.person_id AND q.window_index = m.window_index
LEFT JOIN months.month_therapies AS t
    ON t.person_id = m.person_id AND t.window_index = m.window_index
LEFT JOIN features.chronicity AS c
    ON c.person_id = m.person_id AND c.window_index = m.window_index
    AND c.window_kind = 'calendar'
LEFT JOIN features.medication_overuse AS o
    ON o.person_id = m.person_id AND o.window_index = m.window_index
    AND o.window_kind = 'calendar'
LEFT JOIN features.person_trait AS p ON p.person_id = m.person_id
ORDER BY m.person_id, m.window_index
