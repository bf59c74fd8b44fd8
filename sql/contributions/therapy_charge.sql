-- grain: one row per therapy, currency, measure and person whom its cost or its liking is known of
-- A person counts for their leaf and for its group; amounts are never converted.
WITH site AS (
    SELECT site_code, min(first_currency) AS currency, min(cost_date) AS first_date,
        max(cost_date) AS last_date
    FROM features.therapy_cost
    WHERE priced_rows > 0
    GROUP BY site_code
    HAVING min(first_currency) = max(last_currency)
),
member AS (
    SELECT therapy_code, unnest(list_distinct([therapy_code, therapy_group])) AS therapy_id
    FROM reference.therapy
),
started AS (
    SELECT s.therapy_id, s.person_id, s.site_code, s.sessions, s.charged_rows, s.priced_rows,
        s.cost_thousandths, site.currency,
        s.index_date >= site.first_date AND s.index_date + 83 <= site.last_date AS is_inside
    FROM features.therapy_cost_start AS s
    LEFT JOIN site ON site.site_code = s.site_code
),
told AS (
    SELECT therapy_id, 'none' AS currency, 'sessions_per_person' AS measure_id, person_id,
        site_code, CAST(sessions AS DOUBLE) AS amount, 1 AS parts
    FROM started
    UNION ALL
    SELECT therapy_id, currency, 'cost_per_28_days', person_id, site_code,
        cost_thousandths / 1000, 1
    FROM started
    WHERE charged_rows > 0 AND charged_rows = priced_rows AND is_inside
    UNION ALL
    SELECT m.therapy_id, site.currency, 'cost_per_course', c.person_id, c.site_code,
        sum(c.cost_thousandths) / 1000, count(*)
    FROM features.therapy_cost_course AS c
    JOIN member AS m ON m.therapy_code = c.therapy_code
    JOIN site ON site.site_code = c.site_code
    WHERE c.priced_rows > 0 AND c.priced_rows = c.charged_rows
    GROUP BY m.therapy_id, site.currency, c.person_id, c.site_code
    UNION ALL
    SELECT m.therapy_id, site.currency, 'covered_share', c.person_id, c.site_code,
        sum(c.covered_thousandths) / 1000, sum(c.cover_told_thousandths)
    FROM features.therapy_cost AS c
    JOIN member AS m ON m.therapy_code = c.therapy_code
    JOIN site ON site.site_code = c.site_code
    WHERE c.cover_told_thousandths > 0
    GROUP BY m.therapy_id, site.currency, c.person_id, c.site_code
    UNION ALL
    SELECT m.therapy_id, 'none', 'satisfaction_mean', a.person_id, a.site_code,
        sum(a.satisfaction_sum), sum(a.answers)
    FROM features.therapy_satisfaction AS a
    JOIN member AS m ON m.therapy_code = a.therapy_code
    GROUP BY m.therapy_id, a.person_id, a.site_code
)
SELECT
    therapy_id, 'none' AS comparator_id, currency, measure_id,
    person_id, site_code, true AS is_counted, amount AS person_amount,
    md5_number_lower(concat_ws('|', CAST(amount AS DECIMAL(38, 6)), parts)) AS digest
FROM told
