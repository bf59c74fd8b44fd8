-- grain: one row per person and first start of a therapy after its washout
-- New users only: the diary was running for the whole washout before the start.
WITH entry AS (
    SELECT person_id, min(diary_date) AS first_date
    FROM features.diary_spine
    WHERE NOT date_is_relative
    GROUP BY person_id
),
started AS (
    SELECT u.person_id, u.site_code, u.therapy_id, u.index_date
    FROM features.first_use AS u
    JOIN entry AS e ON e.person_id = u.person_id
    CROSS JOIN reference.definition AS f
    WHERE date_diff('day', e.first_date, u.index_date) >= f.washout_days
),
-- Windows of 28 days around the start: -6 to -1 before it, 0 from the day itself on.
counted AS (
    SELECT s.person_id, s.therapy_id,
        CAST(floor(date_diff('day', s.index_date, d.diary_date) / 28.0) AS INTEGER) AS place,
        count(d.is_attack) AS days,
        count(*) FILTER (d.is_attack) AS hits
    FROM started AS s
    JOIN features.diary_spine AS d
        ON d.person_id = s.person_id
        AND date_diff('day', s.index_date, d.diary_date) BETWEEN -168 AND 83
    GROUP BY s.person_id, s.therapy_id, place
),
rated AS (
    SELECT c.person_id, c.therapy_id, c.place, c.days, c.hits,
        CASE WHEN c.days >= f.min_window_days THEN 28.0 * c.hits / c.days END AS rate
    FROM counted AS c
    CROSS JOIN reference.definition AS f
),
wide AS (
    SELECT r.person_id, r.therapy_id,
        max(rate) FILTER (place = -1) AS baseline_1, max(rate) FILTER (place = -2) AS baseline_2,
        max(rate) FILTER (place = -3) AS baseline_3, max(rate) FILTER (place = -4) AS baseline_4,
        max(rate) FILTER (place = -5) AS baseline_5, max(rate) FILTER (place = -6) AS baseline_6,
        max(rate) FILTER (place = 0) AS outcome_1,
        CAST(coalesce(sum(days) FILTER (place IN (1, 2)), 0) AS BIGINT) AS outcome_days,
        CAST(coalesce(sum(hits) FILTER (place IN (1, 2)), 0) AS BIGINT) AS outcome_hits
    FROM rated AS r
    GROUP BY r.person_id, r.therapy_id
)
SELECT
    s.person_id, s.site_code, s.therapy_id, s.index_date,
    w.baseline_1, w.baseline_2, w.baseline_3, w.baseline_4, w.baseline_5, w.baseline_6,
    w.outcome_1,
    CASE WHEN w.outcome_days >= 2 * f.min_window_days
        THEN 28.0 * w.outcome_hits / w.outcome_days
    END AS outcome,
    w.outcome_days,
    (
        SELECT count(*)
        FROM features.first_use AS o
        JOIN reference.therapy AS v ON v.therapy_code = o.therapy_id
        WHERE o.person_id = s.person_id AND s.therapy_id NOT IN (v.therapy_code, v.therapy_group)
            AND abs(date_diff('day', s.index_date, o.index_date)) <= 28
    ) AS co_starts,
    CAST(
        coalesce(extract('year' FROM s.index_date) - p.birth_year, p.age_years) AS BIGINT
    ) AS age_years,
    p.sex = 'female' AS is_female,
    p.diagnosis = 'chronic_migraine' AS is_chronic
FROM started AS s
CROSS JOIN reference.definition AS f
JOIN wide AS w ON w.person_id = s.person_id AND w.therapy_id = s.therapy_id
LEFT JOIN core.person AS p ON p.person_id = s.person_id
ORDER BY s.person_id, s.therapy_id
