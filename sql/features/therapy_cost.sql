-- grain: one row per person, therapy leaf and day on which something of it was charged or ought to be
-- An amount counts on the first day of its row, as a bill does. What is done at home costs what a
-- row of it says, and nothing where none does; elsewhere a row without an amount is not known.
WITH charged AS (
    SELECT person_id, site_code, therapy_code, start_date AS cost_date, cost_currency,
        CAST(round(1000 * cost_amount) AS BIGINT) AS cost_thousandths,
        CAST(round(1000 * covered_amount) AS BIGINT) AS covered_thousandths
    FROM core.therapy
    WHERE status = 'completed' AND (delivery <> 'home' OR cost_amount IS NOT NULL)
)
SELECT
    person_id, site_code, therapy_code, cost_date,
    count(*) AS charged_rows,
    count(cost_thousandths) AS priced_rows,
    min(cost_currency) FILTER (cost_thousandths IS NOT NULL) AS first_currency,
    max(cost_currency) FILTER (cost_thousandths IS NOT NULL) AS last_currency,
    CAST(coalesce(sum(cost_thousandths), 0) AS BIGINT) AS cost_thousandths,
    CAST(coalesce(sum(covered_thousandths) FILTER (cost_thousandths IS NOT NULL), 0) AS BIGINT)
        AS covered_thousandths,
    CAST(coalesce(sum(cost_thousandths) FILTER (covered_thousandths IS NOT NULL), 0) AS BIGINT)
        AS cover_told_thousandths
FROM charged
GROUP BY person_id, site_code, therapy_code, cost_date
ORDER BY person_id, therapy_code, cost_date
