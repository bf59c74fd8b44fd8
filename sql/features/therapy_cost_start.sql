-- grain: one row per person and therapy, leaf or group, on record from its first use to day 83
-- Sessions and charges of days 0 to 83. A therapy without any charge in them is one done at home.
WITH followed AS (
    SELECT u.person_id, u.site_code, u.therapy_id, u.index_date
    FROM features.first_use AS u
    JOIN features.therapy_record AS r
        ON r.person_id = u.person_id
        AND r.from_date <= u.index_date AND r.to_date >= u.index_date + 83
),
given AS (
    SELECT f.person_id, f.therapy_id, count(*) AS sessions
    FROM followed AS f
    JOIN features.therapy_session AS s
        ON s.person_id = f.person_id AND s.session_date BETWEEN f.index_date AND f.index_date + 83
    JOIN reference.therapy AS v
        ON v.therapy_code = s.therapy_code AND f.therapy_id IN (v.therapy_code, v.therapy_group)
    GROUP BY f.person_id, f.therapy_id
),
charged AS (
    SELECT f.person_id, f.therapy_id,
        CAST(sum(t.charged_rows) AS BIGINT) AS charged_rows,
        CAST(sum(t.priced_rows) AS BIGINT) AS priced_rows,
        min(t.first_currency) AS first_currency, max(t.last_currency) AS last_currency,
        CAST(sum(t.cost_thousandths) AS BIGINT) AS cost_thousandths
    FROM followed AS f
    JOIN features.therapy_cost AS t
        ON t.person_id = f.person_id AND t.cost_date BETWEEN f.index_date AND f.index_date + 83
    JOIN reference.therapy AS v
        ON v.therapy_code = t.therapy_code AND f.therapy_id IN (v.therapy_code, v.therapy_group)
    GROUP BY f.person_id, f.therapy_id
)
SELECT f.person_id, f.site_code, f.therapy_id, f.index_date,
    coalesce(g.sessions, 0) AS sessions,
    coalesce(c.charged_rows, 0) AS charged_rows,
    coalesce(c.priced_rows, 0) AS priced_rows,
    c.first_currency, c.last_currency,
    coalesce(c.cost_thousandths, 0) AS cost_thousandths
FROM followed AS f
LEFT JOIN given AS g ON g.person_id = f.person_id AND g.therapy_id = f.therapy_id
LEFT JOIN charged AS c ON c.person_id = f.person_id AND c.therapy_id = f.therapy_id
ORDER BY f.person_id, f.therapy_id
